// The chain of a payload, written from the interface's text with what Node brings along.
"use strict";

const crypto = require("node:crypto");
const zlib = require("node:zlib");

const md5 = (bytes) => crypto.createHash("md5").update(bytes).digest("base64");

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

// One deflated entry written as a stream: sizes follow the data, as streaming writers do.
function zip(name, content) {
  const data = zlib.deflateRawSync(content);
  const sums = Buffer.alloc(12);
  sums.writeUInt32LE(crc32(content), 0);
  sums.writeUInt32LE(data.length, 4);
  sums.writeUInt32LE(content.length, 8);
  const common = Buffer.alloc(6);
  common.writeUInt16LE(20, 0); // version
  common.writeUInt16LE(8, 2); // sizes in a data descriptor
  common.writeUInt16LE(8, 4); // deflate
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  common.copy(local, 4);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  common.copy(entry, 6);
  sums.copy(entry, 16);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  const start = local.length + name.length + data.length + 16;
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(start, 16);
  const mark = Buffer.from([0x50, 0x4b, 0x07, 0x08]);
  return Buffer.concat([local, Buffer.from(name), data, mark, sums, entry, Buffer.from(name), end]);
}

function unzip(archive, wanted) {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const entry = archive.readUInt32LE(end + 16);
  const size = archive.readUInt32LE(entry + 20);
  const nameLength = archive.readUInt16LE(entry + 28);
  const name = archive.toString("ascii", entry + 46, entry + 46 + nameLength);
  if (name !== wanted) throw new Error(`the archive holds ${name}, not ${wanted}`);
  const local = archive.readUInt32LE(entry + 42);
  const data = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const bytes = archive.subarray(data, data + size);
  return archive.readUInt16LE(entry + 10) === 0 ? bytes : zlib.inflateRawSync(bytes);
}

const field = (xml, name) => (xml.match(new RegExp(`<${name}>([^<]*)</${name}>`)) || [])[1];

function open(xml, orders) {
  let bytes = Buffer.from(field(xml, "beianInfo"), "base64");
  if (field(xml, "encryptAlgorithm") === "1") {
    const cipher = crypto.createDecipheriv("aes-128-cbc", orders.aes_key, orders.aes_offset);
    bytes = Buffer.concat([cipher.update(bytes), cipher.final()]);
  }
  if (md5(bytes) !== field(xml, "beianInfoHash")) throw new Error("the hash is wrong");
  return unzip(bytes, field(xml, "return_FileName"));
}

module.exports = { md5, zip, unzip, field, open };
