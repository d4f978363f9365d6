/**
 * hearthroom.v1 as one JSON Schema (draft 2020-12), for clients in other languages: `dist/protocol.json` of this
 * package, and GET /v1/protocol.json of every server. Made from the schemas that the server validates with.
 */
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import { closeCodes, errorCodes, protocolVersion, subprotocol } from './codes.ts';
import * as messages from './messages/messages.ts';
import { WebhookEvent } from './rest/webhook-schemas.ts';
import * as encryption from './schemas/encryption-schemas.ts';
import { EntryRef, Id } from './schemas/fields.ts';
import { MissedNotification } from './schemas/one-off.ts';
import * as room from './schemas/room-schemas.ts';
import * as rtp from './schemas/rtp-schemas.ts';
import { AccessTokenClaims, AdminTokenClaims, RoomId } from './schemas/token.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

/** A message in the table `methods`. */
export interface MethodEntry {
  /** Who sends it. */
  direction: 'client-to-server' | 'server-to-client';
  /** Requests are answered, notifications are not. */
  kind: 'request' | 'notification';
  /** The schema of its parameters. */
  params: { $ref: string };
  /** The schema of its result; only for requests. */
  result?: { $ref: string };
}

/**
 * A JSON Schema that any message of the protocol matches, with additional tables that don't take part in validation.
 */
export interface ProtocolSchema {
  $schema: string;
  $id: string;
  title: string;
  description: string;
  protocolVersion: number;
  subprotocol: string;
  /** The messages by name. */
  methods: Record<string, MethodEntry>;
  /** Every code with its meaning and, if a socket is closed with it, the close code. */
  errorCodes: Record<string, { meaning: string; closeCode?: number }>;
  /** Every frame of the protocol. */
  anyOf: { $ref: string }[];
  /** The schemas by name. */
  $defs: Record<string, JsonObject>;
}

/** Schemas with a name of their own; the document refers to them wherever the same schema occurs. */
const named: Record<string, TSchema> = {
  Id,
  EntryRef,
  Role: room.Role,
  Phase: room.Phase,
  SeatState: room.SeatState,
  TrackSource: room.TrackSource,
  MediaKind: room.MediaKind,
  Grants: room.Grants,
  WaitingRoomMode: room.WaitingRoomMode,
  Reaction: room.Reaction,
  Participant: messages.Participant,
  WaitingEntry: messages.WaitingEntry,
  Place: messages.Place,
  GoRound: messages.GoRound,
  TurnUndo: messages.TurnUndo,
  ExtensionUndo: messages.ExtensionUndo,
  BreakoutGroup: messages.BreakoutGroup,
  Breakout: messages.Breakout,
  CheckInQuestion: messages.CheckInQuestion,
  CheckInAnswer: messages.CheckInAnswer,
  CheckIn: messages.CheckIn,
  HelpRequest: messages.HelpRequest,
  ConsentQuestion: messages.ConsentQuestion,
  AgreementView: messages.AgreementView,
  AdmittedRoomView: messages.AdmittedRoomView,
  WaitingRoomView: messages.WaitingRoomView,
  Self: messages.Self,
  WaitingSnapshot: messages.WaitingSnapshot,
  AdmittedSnapshot: messages.AdmittedSnapshot,
  Snapshot: messages.Snapshot,
  ChatMessage: messages.ChatMessage,
  MissedNotification,
  ConsumerDescription: messages.ConsumerDescription,
  ConnectionQuality: messages.ConnectionQuality,
  ShownVideos: messages.ShownVideos,
  MediaDegradation: messages.MediaDegradation,
  OwnTrack: messages.OwnTrack,
  IceServer: messages.IceServer,
  RtpCapabilities: rtp.RtpCapabilities,
  RtpParameters: rtp.RtpParameters,
  DtlsParameters: rtp.DtlsParameters,
  IceParameters: rtp.IceParameters,
  IceCandidate: rtp.IceCandidate,
  ServerDtlsParameters: rtp.ServerDtlsParameters,
  TransportParameters: rtp.TransportParameters,
  RouterRtpCapabilities: rtp.RouterRtpCapabilities,
  ConsumerRtpParameters: rtp.ConsumerRtpParameters,
  PublicIdentity: encryption.PublicIdentity,
  KeyBox: encryption.KeyBox,
  AddressedBox: encryption.AddressedBox,
  SealedText: encryption.SealedText,
  SealedShortText: encryption.SealedShortText,
  ReceivedSealedText: encryption.ReceivedSealedText,
  RoomId,
  AccessTokenClaims,
  AdminTokenClaims,
  WebhookEvent,
};

/**
 * The named schemas of what a client or a backend sends: unknown members are an error. All others may have further
 * members.
 */
const closedNames: ReadonlySet<string> = new Set([
  'EntryRef',
  'CheckInQuestion',
  'RtpCapabilities',
  'RtpParameters',
  'DtlsParameters',
  'PublicIdentity',
  'AddressedBox',
  'SealedText',
  'SealedShortText',
  'AccessTokenClaims',
  'AdminTokenClaims',
]);

const requestId = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Id of the request; chosen by the client, unique among its unanswered requests',
});

const ErrorCode = Type.Enum([...Object.keys(errorCodes)], { description: 'Stable error code; new codes may be added' });
const ErrorBody = Type.Object(
  {
    code: Type.String({ description: 'Stable error code: one of `ErrorCode`, or a newer one' }),
    message: Type.String({ description: 'Explanation for developers' }),
    correlationId: Type.Optional(
      Type.String({ description: "With code `internal`: identifies the error in the server's log" }),
    ),
  },
  { description: 'Why a request was refused' },
);
const TokenHeader = Type.Object(
  {
    alg: Type.Enum(['HS256', 'EdDSA', 'ES256'], { description: 'Algorithm of the API key' }),
    kid: Type.String({ minLength: 1, maxLength: 64, description: 'Id of the API key; the same as `iss`' }),
    typ: Type.Enum(['hearthroom+jwt', 'hearthroom-admin+jwt'], {
      description: '`hearthroom+jwt` for an access token, `hearthroom-admin+jwt` for an admin token',
    }),
  },
  { description: 'The protected header of a token (RFC 7515)' },
);

const reference = (name: string) => ({ $ref: `#/$defs/${name}` });
const capitalized = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Builds the JSON Schema of the protocol. */
export function createProtocolSchema(): ProtocolSchema {
  const writer = new SchemaWriter(named);
  for (const [name, schema] of Object.entries({ ...named, ErrorCode, ErrorBody, TokenHeader }))
    writer.define(name, schema, closedNames.has(name) ? 'closed' : 'open');
  const methods: Record<string, MethodEntry> = {};
  for (const [method, { params, result }] of Object.entries(messages.requests)) {
    const name = capitalized(method);
    const references = {
      params: writer.define(`${name}Params`, params, 'closed'),
      result: writer.define(`${name}Result`, result, 'open'),
    };
    methods[method] = { direction: 'client-to-server', kind: 'request', ...references };
    writer.add(`${name}Request`, requestFrame(method, references.params, isRequired(params)));
    writer.add(`${name}Response`, responseFrame(references.result));
  }
  for (const [method, params] of Object.entries(messages.notifications)) {
    const name = capitalized(method);
    const reference = writer.define(`${name}Params`, params, 'open');
    methods[method] = { direction: 'server-to-client', kind: 'notification', params: reference };
    writer.add(`${name}Notification`, notificationFrame(method, reference));
  }
  return assemble(writer, methods);
}

function assemble(writer: SchemaWriter, methods: ProtocolSchema['methods']): ProtocolSchema {
  const framesOf = (kind: MethodEntry['kind'], suffix: string) =>
    Object.entries(methods).flatMap(([method, entry]) =>
      entry.kind === kind ? [reference(`${capitalized(method)}${suffix}`)] : [],
    );
  writer.add('ErrorResponse', responseFrame(reference('ErrorBody'), 'error'));
  writer.add('Request', { description: 'A request, sent by a client', anyOf: framesOf('request', 'Request') });
  writer.add('Notification', {
    description: 'A notification, sent by the server',
    anyOf: framesOf('notification', 'Notification'),
  });
  const closeCodeOf: Partial<Record<string, number>> = closeCodes;
  const codes = Object.entries(errorCodes).map(([code, meaning]) => {
    const closeCode = closeCodeOf[code];
    return [code, { meaning, ...(closeCode !== undefined && { closeCode }) }] as const;
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:hearthroom:protocol:${protocolVersion}`,
    title: subprotocol,
    description:
      'The messages of the signaling protocol. `methods` lists the schemas of each method. An answer has the `id` of its request. PROTOCOL.md explains the messages.',
    protocolVersion,
    subprotocol,
    methods,
    errorCodes: Object.fromEntries(codes),
    anyOf: [
      reference('Request'),
      reference('Notification'),
      ...framesOf('request', 'Response'),
      reference('ErrorResponse'),
    ],
    $defs: writer.definitions,
  };
}

const idSchema = (): JsonObject => toJson(requestId);
const isRequired = (params: TSchema): boolean => 'required' in params;

/** `params` may be omitted from a request without required parameters. */
const requestFrame = (method: string, params: { $ref: string }, needsParams: boolean): JsonObject => ({
  type: 'object',
  required: ['id', 'method', ...(needsParams ? ['params'] : [])],
  properties: { id: idSchema(), method: { type: 'string', const: method, description: 'Name of the request' }, params },
  additionalProperties: false,
});

const responseFrame = (body: { $ref: string }, member: 'result' | 'error' = 'result'): JsonObject => ({
  type: 'object',
  required: ['id', member],
  properties: { id: { ...idSchema(), description: 'Id of the answered request' }, [member]: body },
});

const notificationFrame = (method: string, params: { $ref: string }): JsonObject => ({
  type: 'object',
  required: ['method', 'params', 'seq'],
  properties: {
    method: { type: 'string', const: method, description: 'Name of the notification' },
    params,
    seq: {
      type: 'integer',
      minimum: 0,
      description: 'Number of the notification in this connection, from 1; `hello` has 0',
    },
  },
});

/** Writes schemas as plain JSON, with references to those that have a name. */
class SchemaWriter {
  readonly definitions: Record<string, JsonObject> = {};
  readonly #names = new Map<string, { name: string; words: Json | undefined }>();

  constructor(named: Record<string, TSchema>) {
    for (const [name, schema] of Object.entries(named)) {
      const json = toJson(schema);
      const key = keyOf(json);
      if (!this.#names.has(key)) this.#names.set(key, { name, words: json.description });
    }
  }

  /** @param members `open`: members that are not named are allowed */
  define(name: string, schema: TSchema, members: 'open' | 'closed'): { $ref: string } {
    const written = this.#mapMembers(toJson(schema));
    this.definitions[name] = members === 'open' ? opened(written) : written;
    return reference(name);
  }

  add(name: string, schema: JsonObject): void {
    this.definitions[name] = schema;
  }

  #write(value: Json): Json {
    if (Array.isArray(value)) return value.map((item) => this.#write(item));
    if (typeof value !== 'object' || value === null) return value;
    const found = this.#names.get(keyOf(value));
    if (!found) return this.#mapMembers(value);
    // In draft 2020-12 a description may be beside a reference.
    const { description } = value;
    return {
      ...reference(found.name),
      ...(description !== undefined && description !== found.words && { description }),
    };
  }

  #mapMembers(value: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#write(member)]));
  }
}

/** A newer server may send further members. */
function opened(schema: JsonObject): JsonObject {
  const { additionalProperties, ...rest } = schema;
  const members = Object.entries(additionalProperties === false ? rest : schema);
  return Object.fromEntries(members.map(([name, member]) => [name, isObject(member) ? opened(member) : member]));
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Two schemas with the same key accept the same values; descriptions are ignored. */
function keyOf({ description: _words, ...schema }: JsonObject): string {
  return JSON.stringify(schema);
}

/** Removes the non-enumerable properties that TypeBox adds. */
const toJson = (schema: TSchema): JsonObject => JSON.parse(JSON.stringify(schema));
