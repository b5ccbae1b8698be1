// An enterprise system in JavaScript: everything but SOAP itself is written from the
// interface's text, with what Node brings along. Reads its orders as JSON from stdin, files one
// website, waits for what comes down, asks for its status, and prints what it got as JSON.
"use strict";

const crypto = require("node:crypto");
const soap = require("soap");
const { md5, zip, field, open } = require("./payload.js");

const LOOK_EVERY_MS = 50;
const LOOKS_MAX = 1200;

function identity(orders) {
  const randVal = crypto.randomBytes(10).toString("hex");
  // What the provider was given is ASCII: the same bytes in GBK.
  const pwdHash = md5(Buffer.from(orders.password + randVal, "ascii"));
  return { ispId: orders.isp_id, userName: orders.user_name, randVal, pwdHash, hashAlgorithm: 0 };
}

async function call(client, method, orders, more = {}) {
  const [result] = await client[`${method}Async`]({ ...identity(orders), ...more });
  if (typeof result.return !== "string") throw new Error(`${method} returned no string`);
  return result.return;
}

async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const orders = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const client = await soap.createClientAsync(orders.upload_wsdl);
  const asking = await soap.createClientAsync(orders.status_wsdl);
  const checking = await soap.createClientAsync(orders.password_wsdl);
  const previous = await call(client, "isp_querypreviousupload", orders);
  const archive = zip("beianinfo.xml", Buffer.from(orders.xml, "base64"));
  const uploaded = await call(client, "isp_upload", orders, {
    beianInfo: archive.toString("base64"),
    beianInfoHash: md5(archive),
    dataSequence: Number(field(previous, "dataSequence")) + 1,
    encryptAlgorithm: 0,
    compressionFormat: 0,
  });
  const files = [];
  for (let looks = 0; files.length < 2 && looks < LOOKS_MAX; looks++) {
    const down = await call(client, "isp_download", orders);
    if (field(down, "msg_code") !== "0") {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      continue;
    }
    const name = field(down, "return_FileName");
    files.push({ name, xml: open(down, orders).toString("base64") });
    const acknowledged = await call(client, "isp_downloadack", orders, { fileName: name });
    if (field(acknowledged, "msg_code") !== "0") throw new Error(acknowledged);
  }
  const status = await call(asking, "isp_querybeianstatus", orders, {
    queryConditionType: 0,
    queryCondition: orders.domain,
  });
  const check = await call(checking, "isp_verifybamm", orders, {
    baxh: field(status, "Ztbah"),
    bamm: "nottheword00",
  });
  process.stdout.write(
    JSON.stringify({
      verified: field(check, "VerifyRes"),
      upload: field(uploaded, "msg_code"),
      files,
      filed: field(status, "Bazt"),
      number: field(status, "Wzbah"),
    }),
  );
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
