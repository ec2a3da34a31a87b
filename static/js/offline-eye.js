// Finds square codes in a picture or in what the camera sees: with the browser's own reader, or with the vendored one.

const LARGEST = 2000;

async function ownReader() {
  const formats = await self.BarcodeDetector?.getSupportedFormats().catch(() => []);
  return formats?.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

function pixels(source, width, height) {
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

// A function from a picture or a video to the texts of the codes in it. `vendored` is the address of the reader we carry.
export async function eye(vendored) {
  const own = await ownReader();
  // It refuses a frame that is not there yet.
  if (own) return async (source) => (await own.detect(source).catch(() => [])).map((code) => code.rawValue);
  const { decodeQRBatch } = await import(vendored);
  return async (source) => {
    const width = source.videoWidth || source.width;
    const height = source.videoHeight || source.height;
    if (!width) return [];
    const [found] = await decodeQRBatch([pixels(source, width, height)], { maxSize: { width: LARGEST, height: LARGEST } });
    return found.filter((text) => typeof text === "string");
  };
}
