/**
 * The model that tells people from their surroundings, of `@mediapipe/selfie_segmentation`, with the metadata that the
 * ImageSegmenter of `@mediapipe/tasks-vision` needs and the file in that package lacks: how pictures become its input.
 * Schemas: tensorflow/lite/schema/schema.fbs (TFL3) and metadata_schema.fbs of tflite-support (M001).
 */
import { type Field, FlatReader, type Value, writeFlatBuffer } from './flat-tables.ts';

/** The model was trained with colours from 0 to 1 (graph selfie_segmentation_cpu of MediaPipe). */
const normalization = { mean: 0, std: 255 };

/** Members of the unions of the metadata. */
const normalizationOptions = 1;
const imageProperties = 2;
const rgb = 1;

/** Indexes of the fields of the table Model. */
const model = { version: 0, operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6 } as const;

export function addModelMetadata(bytes: Uint8Array): Uint8Array {
  const reader = new FlatReader(bytes);
  const field = (index: number): number | null => reader.field(reader.root, index);
  const kept = (index: number): Field => {
    const position = field(index);
    return position === null ? null : { behind: reader.follow(position) };
  };
  const elements = (index: number): Value[] => {
    const position = field(index);
    return position === null ? [] : reader.elements(reader.follow(position)).map((behind) => ({ behind }));
  };
  const version = field(model.version);
  const buffers = elements(model.buffers);
  const entry: Value = { table: [{ text: 'TFLITE_METADATA' }, { number: buffers.length }] };
  const root: Value = {
    table: [
      version === null ? null : { number: reader.number(version) },
      kept(model.operatorCodes),
      kept(model.subgraphs),
      kept(model.description),
      { vector: [...buffers, { table: [{ bytes: writeMetadata() }] }] },
      null,
      { vector: [...elements(model.metadata), entry] },
    ],
  };
  return writeFlatBuffer(root, 'TFL3', bytes);
}

function writeMetadata(): Uint8Array {
  const image: Value = { table: [{ number: imageProperties }, { table: [{ number: rgb }] }] };
  const options: Value = { table: [{ floats: [normalization.mean] }, { floats: [normalization.std] }] };
  const unit: Value = { table: [{ number: normalizationOptions }, options] };
  const input: Value = { table: [{ text: 'image' }, null, null, image, { vector: [unit] }] };
  const output: Value = { table: [{ text: 'person' }] };
  const subgraph: Value = { table: [null, null, { vector: [input] }, { vector: [output] }] };
  const root: Value = { table: [{ text: 'Selfie segmentation' }, null, null, { vector: [subgraph] }] };
  return writeFlatBuffer(root, 'M001');
}
