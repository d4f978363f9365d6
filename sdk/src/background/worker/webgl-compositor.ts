/** Composes with WebGL 2. The surroundings are blurred without the person, who would otherwise shine through around them. */
import { blurredDeviation, blurredSizeOf, type Compositor, edge, type Picture, type Size } from './compositor.ts';
import type { Mask } from './segmenter.ts';

const vertexShader = `#version 300 es
uniform bool flipped;
out vec2 at;
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
  at = flipped ? vec2(corner.x, 1.0 - corner.y) : corner;
}`;

const head = `#version 300 es
precision highp float;
in vec2 at;
out vec4 color;`;

/** The mean of 16 points; alpha says how much of them is surroundings. */
const shrinkShader = `${head}
uniform sampler2D picture;
uniform sampler2D mask;
uniform vec2 texel;
void main() {
  vec4 sum = vec4(0.0);
  for (int y = 0; y < 4; y++) for (int x = 0; x < 4; x++) {
    vec2 point = at + texel * (vec2(x, y) - 1.5) / 4.0;
    float weight = max(1.0 - texture(mask, point).r, 0.02);
    sum += vec4(texture(picture, point).rgb * weight, weight);
  }
  color = sum / 16.0;
}`;

const blurShader = `${head}
uniform sampler2D picture;
uniform vec2 texel;
void main() {
  vec4 sum = vec4(0.0);
  float weights = 0.0;
  for (int step = -12; step <= 12; step++) {
    float weight = exp(-float(step * step) / ${(2 * blurredDeviation ** 2).toFixed(1)});
    sum += texture(picture, at + texel * float(step)) * weight;
    weights += weight;
  }
  color = sum / weights;
}`;

const composeShader = `${head}
uniform sampler2D picture;
uniform sampler2D mask;
uniform sampler2D surroundings;
void main() {
  vec4 blurred = texture(surroundings, at);
  float person = smoothstep(${edge.from}, ${edge.to}, texture(mask, at).r);
  color = vec4(mix(blurred.rgb / max(blurred.a, 0.004), texture(picture, at).rgb, person), 1.0);
}`;

interface Target {
  texture: WebGLTexture;
  framebuffer: WebGLFramebuffer;
}

const units = { picture: 0, mask: 1, surroundings: 2 } as const;

export class WebGlCompositor implements Compositor {
  readonly #canvas: OffscreenCanvas;
  readonly #gl: WebGL2RenderingContext;
  readonly #programs: Record<'shrink' | 'blur' | 'compose', WebGLProgram>;
  readonly #picture: WebGLTexture;
  readonly #mask: WebGLTexture;
  readonly #targets: [Target, Target];
  #blurredSize: Size = { width: 0, height: 0 };

  private constructor(canvas: OffscreenCanvas, gl: WebGL2RenderingContext) {
    this.#canvas = canvas;
    this.#gl = gl;
    this.#programs = {
      shrink: createProgram(gl, shrinkShader),
      blur: createProgram(gl, blurShader),
      compose: createProgram(gl, composeShader),
    };
    this.#picture = createTexture(gl);
    this.#mask = createTexture(gl);
    this.#targets = [createTarget(gl), createTarget(gl)];
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  /**
   * Null: the browser has no WebGL 2 here, or draws it without a graphics card, slower than a 2D canvas.
   * @param handleLost called when the browser takes the graphics away
   */
  static create(handleLost: () => void): WebGlCompositor | null {
    const canvas = new OffscreenCanvas(1, 1);
    const options = { alpha: false, antialias: false, depth: false, failIfMajorPerformanceCaveat: true };
    const gl = canvas.getContext('webgl2', options);
    if (!gl) return null;
    canvas.addEventListener('webglcontextlost', handleLost);
    return new WebGlCompositor(canvas, gl);
  }

  read(picture: Picture): Picture {
    return picture;
  }

  compose(picture: Picture, size: Size, mask: Mask): OffscreenCanvas {
    const gl = this.#gl;
    if (this.#canvas.width !== size.width) this.#canvas.width = size.width;
    if (this.#canvas.height !== size.height) this.#canvas.height = size.height;
    this.#resize(blurredSizeOf(size));
    gl.activeTexture(gl.TEXTURE0 + units.picture);
    gl.bindTexture(gl.TEXTURE_2D, this.#picture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    gl.activeTexture(gl.TEXTURE0 + units.mask);
    gl.bindTexture(gl.TEXTURE_2D, this.#mask);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, mask.width, mask.height, 0, gl.RED, gl.UNSIGNED_BYTE, mask.likelihood);
    this.#blur();
    gl.activeTexture(gl.TEXTURE0 + units.surroundings);
    gl.bindTexture(gl.TEXTURE_2D, this.#targets[0].texture);
    gl.activeTexture(gl.TEXTURE0 + units.picture);
    gl.bindTexture(gl.TEXTURE_2D, this.#picture);
    this.#draw('compose', null, size, [0, 0]);
    return this.#canvas;
  }

  /** Leaves the result in the first target. */
  #blur(): void {
    const gl = this.#gl;
    const { width, height } = this.#blurredSize;
    const [first, second] = this.#targets;
    this.#draw('shrink', first, this.#blurredSize, [1 / width, 1 / height]);
    for (const [from, to, texel] of [
      [first, second, [1 / width, 0]],
      [second, first, [0, 1 / height]],
    ] as const) {
      gl.activeTexture(gl.TEXTURE0 + units.picture);
      gl.bindTexture(gl.TEXTURE_2D, from.texture);
      this.#draw('blur', to, this.#blurredSize, texel);
    }
  }

  #draw(
    name: 'shrink' | 'blur' | 'compose',
    target: Target | null,
    { width, height }: Size,
    [x, y]: readonly [number, number],
  ): void {
    const gl = this.#gl;
    const program = this.#programs[name];
    // A texture must not be read while it is drawn into.
    gl.activeTexture(gl.TEXTURE0 + units.surroundings);
    if (target) gl.bindTexture(gl.TEXTURE_2D, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target?.framebuffer ?? null);
    gl.viewport(0, 0, width, height);
    gl.useProgram(program);
    for (const [sampler, unit] of Object.entries(units)) gl.uniform1i(gl.getUniformLocation(program, sampler), unit);
    gl.uniform2f(gl.getUniformLocation(program, 'texel'), x, y);
    // Rows of textures begin at the top as those of pictures, those of the canvas at the bottom.
    gl.uniform1i(gl.getUniformLocation(program, 'flipped'), target ? 0 : 1);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  #resize({ width, height }: Size): void {
    if (this.#blurredSize.width === width && this.#blurredSize.height === height) return;
    this.#blurredSize = { width, height };
    const gl = this.#gl;
    for (const { texture } of this.#targets) {
      gl.activeTexture(gl.TEXTURE0 + units.surroundings);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    }
  }
}

function createTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}

function createTarget(gl: WebGL2RenderingContext): Target {
  const texture = createTexture(gl);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return { texture, framebuffer };
}

function createProgram(gl: WebGL2RenderingContext, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('The graphics are lost');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(`A shader is wrong: ${gl.getProgramInfoLog(program)}`);
  return program;
}
