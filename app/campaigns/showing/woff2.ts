import { brotliDecompressSync } from "node:zlib";

/**
 * Outlines of a WOFF2 font file (TrueType flavour, transformed glyf table), by https://www.w3.org/TR/WOFF2. Only what drawing single
 * characters needs: which glyph a character is, its outline, its width. Composite glyphs and hinting are left out.
 */
type Point = { x: number; y: number; on: boolean };
export type Glyph = { contours: Point[][]; advance: number };
export type Outlines = { unitsPerEm: number; glyphOf(codePoint: number): Glyph | null };

const TAGS =
  "cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill".split(
    " ",
  );

/** Reads on through bytes. */
class Bytes {
  at = 0;
  private readonly view: DataView;
  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  u8 = () => this.view.getUint8(this.at++);
  u16 = () => (this.u8() << 8) | this.u8();
  i16 = () => (this.u16() << 16) >> 16;
  u32 = () => this.u16() * 65_536 + this.u16();
  /** UIntBase128: seven bits a byte, the highest bit says that more follow. */
  base128() {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = this.u8();
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    throw new Error("woff2: a length is too long");
  }
  /** 255UInt16: small numbers in one byte. */
  short255() {
    const code = this.u8();
    if (code === 253) return this.u16();
    if (code === 255) return this.u8() + 253;
    if (code === 254) return this.u8() + 506;
    return code;
  }
}

function tablesOf(file: Uint8Array): Map<string, { bytes: Uint8Array; transformed: boolean }> {
  const head = new Bytes(file);
  if (head.u32() !== 0x774f4632) throw new Error("woff2: not such a file");
  head.at = 12;
  const count = head.u16();
  head.at = 20;
  const compressed = head.u32();
  head.at = 48;
  const entries = Array.from({ length: count }, () => {
    const flags = head.u8();
    const known = flags & 63;
    const tag = known === 63 ? String.fromCharCode(head.u8(), head.u8(), head.u8(), head.u8()) : TAGS[known]!;
    const original = head.base128();
    const version = flags >> 6;
    const transformed = tag === "glyf" || tag === "loca" ? version === 0 : version !== 0;
    return { tag, transformed, length: transformed ? head.base128() : original };
  });
  const data = brotliDecompressSync(file.subarray(head.at, head.at + compressed));
  let at = 0;
  return new Map(
    entries.map(({ tag, transformed, length }) => {
      const bytes = data.subarray(at, at + length);
      at += length;
      return [tag, { bytes, transformed }];
    }),
  );
}

/** Character -> glyph, from the table's format 4 or 12. */
function charactersOf(bytes: Uint8Array): Map<number, number> {
  const table = new Bytes(bytes);
  table.at = 2;
  const offsets = Array.from({ length: table.u16() }, () => {
    table.at += 4;
    return table.u32();
  });
  const found = new Map<number, number>();
  for (const offset of new Set(offsets)) {
    table.at = offset;
    const format = table.u16();
    if (format === 12) readGroups(table, found);
    if (format === 4) readSegments(table, offset, found);
  }
  return found;
}

function readGroups(table: Bytes, found: Map<number, number>) {
  table.at += 10;
  for (let left = table.u32(); left > 0; left--) {
    const [first, last, glyph] = [table.u32(), table.u32(), table.u32()];
    for (let code = first; code <= last; code++) found.set(code, glyph + code - first);
  }
}

function readSegments(table: Bytes, offset: number, found: Map<number, number>) {
  table.at = offset + 6;
  const count = table.u16() / 2;
  const column = (n: number) => offset + 14 + n * count * 2 + (n > 0 ? 2 : 0);
  const read = (n: number, i: number) => {
    table.at = column(n) + i * 2;
    return table.u16();
  };
  for (let i = 0; i < count; i++) {
    const [last, first, delta, range] = [read(0, i), read(1, i), read(2, i), read(3, i)];
    for (let code = first; code <= last && code !== 0xffff; code++) {
      table.at = column(3) + i * 2 + range + (code - first) * 2;
      const raw = range === 0 ? code : table.u16();
      const glyph = raw === 0 && range !== 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) found.set(code, glyph);
    }
  }
}

const signed = (flag: number, value: number) => (flag & 1 ? value : -value);

/** One step of an outline, packed by how far it goes. */
function step(flag: number, from: Bytes): [dx: number, dy: number] {
  const a = from.u8();
  if (flag < 10) return [0, signed(flag, ((flag & 14) << 7) + a)];
  if (flag < 20) return [signed(flag, (((flag - 10) & 14) << 7) + a), 0];
  if (flag < 84) {
    const n = flag - 20;
    return [signed(flag, 1 + (n & 0x30) + (a >> 4)), signed(flag >> 1, 1 + ((n & 0x0c) << 2) + (a & 15))];
  }
  const b = from.u8();
  if (flag < 120) {
    const n = flag - 84;
    return [signed(flag, 1 + (Math.floor(n / 12) << 8) + a), signed(flag >> 1, 1 + (((n % 12) >> 2) << 8) + b)];
  }
  const c = from.u8();
  if (flag < 124) return [signed(flag, (a << 4) + (b >> 4)), signed(flag >> 1, ((b & 15) << 8) + c)];
  return [signed(flag, (a << 8) + b), signed(flag >> 1, (c << 8) + from.u8())];
}

function contoursOf(bytes: Uint8Array): Point[][][] {
  const head = new Bytes(bytes);
  head.at = 4;
  const count = head.u16();
  head.at = 8;
  const sizes = Array.from({ length: 7 }, () => head.u32());
  let at = head.at;
  const [counts, points, flags, steps] = sizes.map((size) => {
    const stream = new Bytes(bytes.subarray(at, at + size));
    at += size;
    return stream;
  }) as [Bytes, Bytes, Bytes, Bytes];
  return Array.from({ length: count }, () => {
    const contours = counts.i16();
    if (contours <= 0) return [];
    const lengths = Array.from({ length: contours }, () => points.short255());
    let [x, y] = [0, 0];
    const outline = lengths.map((length) =>
      Array.from({ length }, () => {
        const flag = flags.u8();
        const [dx, dy] = step(flag & 127, steps);
        x += dx;
        y += dy;
        return { x, y, on: flag < 128 };
      }),
    );
    steps.short255(); // how long its hinting is, which stands in a stream of its own
    return outline;
  });
}

export function readWoff2(file: Uint8Array): Outlines {
  const tables = tablesOf(file);
  const table = (tag: string) => tables.get(tag)!;
  const head = new Bytes(table("head").bytes);
  head.at = 18;
  const unitsPerEm = head.u16();
  const hhea = new Bytes(table("hhea").bytes);
  hhea.at = 34;
  const widths = hhea.u16();
  const hmtx = new Bytes(table("hmtx").bytes);
  const packed = table("hmtx").transformed;
  if (packed) hmtx.u8();
  const advances = Array.from({ length: widths }, () => {
    const advance = hmtx.u16();
    if (!packed) hmtx.u16();
    return advance;
  });
  const characters = charactersOf(table("cmap").bytes);
  const glyphs = contoursOf(table("glyf").bytes);
  return {
    unitsPerEm,
    glyphOf(codePoint) {
      const glyph = characters.get(codePoint);
      if (glyph === undefined) return null;
      return { contours: glyphs[glyph] ?? [], advance: advances[Math.min(glyph, widths - 1)] ?? unitsPerEm };
    },
  };
}
