// Draws an SVG at a size and gives it as a PNG, base64. Few colours in few bits,
// because every byte of it is downloaded.
const [svg, size, done] = arguments;

// The three colours of the icon, and for smooth edges what lies between each two
// of them. The large one is only ever shown smaller, and needs none.
const base = [[0x00, 0x61, 0x5c], [0xff, 0xff, 0xff], [0xf2, 0xa7, 0x3b]];
const palette = [...base];
const bits = size < 512 ? 4 : 2;
for (const [one, other] of size < 512 ? [[0, 1], [0, 2], [1, 2]] : []) {
  for (const part of [0.25, 0.5, 0.75]) {
    palette.push(base[one].map((it, at) => Math.round(it + (base[other][at] - it) * part)));
  }
}

const crcs = Uint32Array.from({ length: 256 }, (_, start) => {
  let crc = start;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
const number = (value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
const chunk = (name, data) => {
  const body = [...new TextEncoder().encode(name), ...data];
  const crc = body.reduce((sum, byte) => crcs[(sum ^ byte) & 255] ^ (sum >>> 8), -1);
  return [...number(data.length), ...body, ...number(~crc)];
};
const packed = async (bytes) => {
  const stream = new Blob([Uint8Array.from(bytes)]).stream();
  const zlib = stream.pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(zlib).arrayBuffer());
};

const image = new Image();
image.onload = async () => {
  const canvas = new OffscreenCanvas(size, size).getContext("2d");
  canvas.drawImage(image, 0, 0, size, size);
  const { data } = canvas.getImageData(0, 0, size, size);
  const far = (colour, at) =>
    colour.reduce((sum, it, part) => sum + (it - data[at + part]) ** 2, 0);
  const rows = [];
  for (let y = 0; y < size; y += 1) {
    rows.push(0);
    for (let x = 0; x < size; ) {
      let byte = 0;
      for (const end = x + 8 / bits; x < end; x += 1) {
        const distances = palette.map((colour) => far(colour, (y * size + x) * 4));
        byte = (byte << bits) | distances.indexOf(Math.min(...distances));
      }
      rows.push(byte);
    }
  }
  const png = [
    137, 80, 78, 71, 13, 10, 26, 10,
    ...chunk("IHDR", [...number(size), ...number(size), bits, 3, 0, 0, 0]),
    ...chunk("PLTE", palette.flat()),
    ...chunk("IDAT", await packed(rows)),
    ...chunk("IEND", []),
  ];
  done(btoa(String.fromCharCode(...png)));
};
image.onerror = () => done(null);
image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
