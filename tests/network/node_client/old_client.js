// An enterprise system as one was observed to behave (interface §12), without any SOAP package: its
// own counter and zip, `ispID` for five of the six methods, values unescaped, numbers as text. It
// takes the counter from the bureau without adding one, and from code 14 what is named there; it
// acknowledges whatever it fetched. Reads orders as JSON from stdin, prints what came of them.
"use strict";

const crypto = require("node:crypto");
const http = require("node:http");
const { md5, zip, field, open } = require("./payload.js");

const LOOK_EVERY_MS = 50;
const LOOKS_MAX = 1200;
const NAMESPACE = "http://www.miibeian.gov.cn";

function post(url, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      {
        method: "POST",
        headers: {
          "Content-Type": "text/xml; charset=utf-8",
          SOAPAction: `"${NAMESPACE}/upDownLoad"`,
          "Content-Length": Buffer.byteLength(body),
          Connection: "close",
        },
      },
      (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function unescaped(text) {
  const marks = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => marks[name]);
}

async function call(url, method, orders, more = {}) {
  const randVal = crypto.randomBytes(10).toString("hex");
  const pwdHash = md5(Buffer.from(orders.password + randVal, "ascii"));
  const id = method === "isp_querypreviousupload" ? "ispId" : "ispID";
  const { afterHash = {}, ...before } = more;
  const values = {
    [id]: String(orders.isp_id),
    userName: orders.user_name,
    randVal,
    pwdHash,
    ...before,
    hashAlgorithm: "0",
    ...afterHash,
  };
  const inside = Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");
  const envelope =
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
    `<tns:${method} xmlns:tns="${NAMESPACE}">${inside}</tns:${method}>` +
    "</soap:Body></soap:Envelope>";
  return unescaped(await post(url, envelope));
}

// The counter goes up with code 0 alone; code 14 says what it is to be. Nothing is sent again.
async function upload(url, state, orders, xml) {
  const archive = zip("beianinfo.xml", Buffer.from(xml, "base64"));
  const answer = await call(url, "isp_upload", orders, {
    beianInfo: archive.toString("base64"),
    beianInfoHash: md5(archive),
    dataSequence: String(state.counter),
    encryptAlgorithm: "0",
    afterHash: { compressionFormat: "0" },
  });
  const code = parseInt(field(answer, "msg_code"), 10);
  if (code === 0) state.counter = Number(state.counter) + 1;
  else if (code === 14) state.counter = field(answer, "dataSequence");
  return code;
}

async function collect(url, orders, wanted) {
  const files = [];
  for (let looks = 0; files.length < wanted && looks < LOOKS_MAX; looks++) {
    const down = await call(url, "isp_download", orders);
    if (!down.includes("<fileInfos>")) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      continue;
    }
    const name = field(down, "return_FileName");
    files.push({ name, xml: open(down, orders).toString("base64") });
    for (let tick = 0; tick < 2; tick++) {
      await call(url, "isp_downloadack", orders, { afterHash: { fileName: name } });
    }
  }
  return files;
}

async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const orders = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const url = orders.upload_wsdl.replace("?wsdl", "");
  const state = { counter: orders.counter };
  if (state.counter === undefined) {
    const previous = await call(url, "isp_querypreviousupload", orders);
    state.counter = field(previous, "dataSequence");
  }
  const codes = [];
  for (let tries = 0; tries < 3 && codes.at(-1) !== 0; tries++) {
    codes.push(await upload(url, state, orders, orders.xml));
  }
  const files = await collect(url, orders, orders.wanted);
  const status = await call(
    orders.status_wsdl.replace("?wsdl", ""),
    "isp_querybeianstatus",
    orders,
    { afterHash: { queryConditionType: "0", queryCondition: orders.domain } },
  );
  process.stdout.write(
    JSON.stringify({
      codes,
      counter: state.counter,
      files,
      filed: field(status, "Bazt"),
      number: field(status, "Ztbah"),
    }),
  );
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
