/**
 * A camera that shows a drawn person, for pictures of the interface: no real face, and not the browser's test pattern.
 */

export interface DrawnPerson {
  /** CSS colours. */
  wall: string;
  skin: string;
  hair: string;
  clothes: string;
  hairStyle: 'short' | 'long' | 'bun' | 'none';
  hasGlasses: boolean;
  hasBeard: boolean;
}

/**
 * Runs in the page, before anything else: `getUserMedia` returns this person's picture instead of the fake camera's.
 */
export function useDrawnCamera(person: DrawnPerson): void {
  const [width, height] = [640, 360];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;

  const shape = (colour: string, path: () => void): void => {
    context.fillStyle = colour;
    context.beginPath();
    path();
    context.fill();
  };
  const oval = (colour: string, x: number, y: number, radiusX: number, radiusY: number): void =>
    shape(colour, () => context.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI));
  const box = (colour: string, x: number, y: number, w: number, h: number, radius: number): void =>
    shape(colour, () => context.roundRect(x, y, w, h, radius));

  function drawRoom(): void {
    context.fillStyle = person.wall;
    context.fillRect(0, 0, width, height);
    const light = context.createRadialGradient(140, 60, 20, 140, 60, 520);
    light.addColorStop(0, 'rgb(255 255 255 / 45%)');
    light.addColorStop(1, 'rgb(0 0 0 / 18%)');
    context.fillStyle = light;
    context.fillRect(0, 0, width, height);
    box('rgb(255 255 255 / 30%)', 40, 40, 110, 150, 6);
    box('rgb(0 0 0 / 12%)', 490, 210, 130, 12, 3);
    for (const [index, tall] of [48, 60, 40, 54].entries())
      box('rgb(0 0 0 / 16%)', 500 + index * 20, 210 - tall, 16, tall, 2);
  }

  function drawHairBehind(x: number, y: number): void {
    if (person.hairStyle === 'long') box(person.hair, x - 78, y - 70, 156, 190, 70);
    if (person.hairStyle === 'bun') oval(person.hair, x, y - 92, 34, 30);
  }

  function drawFace(x: number, y: number): void {
    oval(person.skin, x, y, 62, 76);
    if (person.hasBeard) {
      shape(person.hair, () => context.ellipse(x, y + 22, 60, 56, 0, 0, Math.PI));
      oval(person.skin, x, y + 18, 40, 22);
    }
    if (person.hairStyle !== 'none') {
      shape(person.hair, () => context.ellipse(x, y - 22, 68, 62, 0, Math.PI, 2 * Math.PI));
      shape(person.skin, () => context.ellipse(x, y - 18, 54, 30, 0, Math.PI, 2 * Math.PI));
    }
    for (const side of [-1, 1]) oval('#2b2523', x + side * 24, y - 2, 5, 6);
    context.lineWidth = 4;
    context.lineCap = 'round';
    context.strokeStyle = person.hasBeard ? '#d9917f' : 'rgb(90 40 35 / 80%)';
    context.beginPath();
    context.arc(x, y + 22, 20, 0.2 * Math.PI, 0.8 * Math.PI);
    context.stroke();
    if (person.hasGlasses) drawGlasses(x, y);
  }

  function drawGlasses(x: number, y: number): void {
    context.strokeStyle = '#2b2523';
    context.lineWidth = 3;
    for (const side of [-1, 1]) {
      context.beginPath();
      context.ellipse(x + side * 24, y - 2, 18, 15, 0, 0, 2 * Math.PI);
      context.stroke();
    }
    context.beginPath();
    context.moveTo(x - 6, y - 4);
    context.lineTo(x + 6, y - 4);
    context.stroke();
  }

  const phase = person.wall.length + person.hair.charCodeAt(1) + person.clothes.charCodeAt(2);
  function draw(): void {
    const time = performance.now() / 1_000 + phase;
    const [x, y] = [width / 2 + 5 * Math.sin(time * 0.7), 165 + 3 * Math.sin(time)];
    drawRoom();
    drawHairBehind(x, y);
    box(person.skin, x - 24, y + 50, 48, 60, 20);
    shape(person.clothes, () => context.ellipse(x, height + 40, 165, 140, 0, Math.PI, 2 * Math.PI));
    drawFace(x, y);
  }
  setInterval(draw, 200);

  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    const [camera] = stream.getVideoTracks();
    const [drawn] = canvas.captureStream(5).getVideoTracks();
    if (camera === undefined || drawn === undefined) return stream;
    const settings = camera.getSettings();
    // Devices are distinguished by this.
    drawn.getSettings = () => ({ ...settings, width, height });
    stream.removeTrack(camera);
    camera.stop();
    stream.addTrack(drawn);
    return stream;
  };
}
