/** Blurs the background of a camera. It is loaded when one is blurred for the first time, by import-background.ts alone. */
export { blurFiles } from './blur-files.ts';
export { CameraBlur } from './page/camera-blur.ts';
