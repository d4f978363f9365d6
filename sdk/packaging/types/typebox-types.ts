/**
 * The types of schemas, and of what a schema describes. The published package has this file instead of the 350
 * declarations of typebox 1.4 (MIT license), of which it needs these. They have the structure of typebox's: a schema of
 * the package can be given to typebox. A test compares the two for every schema.
 */

export type TSchema = object;

export interface TString extends TSchema {
  '~kind': 'String';
  type: 'string';
}

export interface TInteger extends TSchema {
  '~kind': 'Integer';
  type: 'integer';
}

export interface TNumber extends TSchema {
  '~kind': 'Number';
  type: 'number';
}

export interface TBoolean extends TSchema {
  '~kind': 'Boolean';
  type: 'boolean';
}

export interface TNull extends TSchema {
  '~kind': 'Null';
  type: 'null';
}

export interface TLiteral<Value extends string | number | boolean = string | number | boolean> extends TSchema {
  '~kind': 'Literal';
  type: Value extends string ? 'string' : Value extends number ? 'number' : 'boolean';
  const: Value;
}

export interface TEnum<Values extends (string | number)[] = (string | number)[]> extends TSchema {
  '~kind': 'Enum';
  enum: Values;
}

export interface TArray<Items extends TSchema = TSchema> extends TSchema {
  '~kind': 'Array';
  type: 'array';
  items: Items;
}

export interface TUnion<Types extends TSchema[] = TSchema[]> extends TSchema {
  '~kind': 'Union';
  anyOf: Types;
}

export interface TRecord<Pattern extends string = string, Value extends TSchema = TSchema> extends TSchema {
  '~kind': 'Record';
  type: 'object';
  patternProperties: { [_ in Pattern]: Value };
}

export interface TProperties extends TSchema {
  [key: PropertyKey]: TSchema;
}

export interface TObject<Properties extends TProperties = TProperties> extends TSchema {
  '~kind': 'Object';
  type: 'object';
  properties: Properties;
  required: RequiredNames<Properties>;
}

/** A schema of a type that TypeScript knows and JSON Schema does not. */
export interface TUnsafe<Type = unknown> extends TSchema {
  '~unsafe': Type;
}

export type TOptional<Type extends TSchema = TSchema> = Type & { '~optional': true };

export type TWith<Type extends TSchema, Options extends TSchema> = Type & Options;

/** The values that a schema describes. */
export type Static<Type extends TSchema> =
  Type extends TUnsafe<infer Value>
    ? Value
    : Type extends TString
      ? string
      : Type extends TInteger | TNumber
        ? number
        : Type extends TBoolean
          ? boolean
          : Type extends TNull
            ? null
            : Type extends TLiteral<infer Value>
              ? Value
              : Type extends TEnum<infer Values>
                ? Values[number]
                : Type extends TArray<infer Items>
                  ? Static<Items>[]
                  : Type extends TUnion<infer Types>
                    ? Static<Types[number]>
                    : Type extends TRecord<string, infer Value>
                      ? Record<string, Static<Value>>
                      : Type extends TObject<infer Properties>
                        ? StaticObject<Properties>
                        : never;

type StaticObject<Properties extends TProperties> = keyof Properties extends never
  ? object
  : Flat<
      { [Key in keyof Properties as Properties[Key] extends TOptional ? never : Key]: Static<Properties[Key]> } & {
        [Key in keyof Properties as Properties[Key] extends TOptional ? Key : never]?: Static<Properties[Key]>;
      }
    >;

/** One object type, which editors show as such, instead of two that are joined. */
type Flat<Type> = { [Key in keyof Type]: Type[Key] } & unknown;

type RequiredNames<
  Properties extends TProperties,
  Needed extends TProperties = {
    [Key in keyof Properties as Properties[Key] extends TOptional ? never : Key]: Properties[Key];
  },
  Names extends string[] = Listed<Extract<keyof Needed, string>>,
> = Names extends [] ? undefined : Names;

/** The members of a union, in a tuple. */
type Listed<Names extends string, Result extends string[] = [], Last = LastOf<Names>> = [Names] extends [never]
  ? Result
  : Listed<Exclude<Names, Last>, [Extract<Names, Last>, ...Result]>;

type LastOf<Union> = (Union extends unknown ? (member: (of: Union) => 0) => 0 : never) extends (member: infer All) => 0
  ? All extends (of: infer Last) => 0
    ? Last
    : never
  : never;
