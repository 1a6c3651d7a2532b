// SPDX-License-Identifier: MIT
// Servers with https beside kripad: a proxy in front of it, as an owner would have one, and a front end
// on an origin of its own. Their certificate is made up; the browser is told its key.
import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { basename, extname, join } from "node:path";

const examples = new URL("../../examples/front-end/", import.meta.url).pathname;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

// An authority of our own, and a certificate of it for these hosts. `pin` is what the browser must be told.
export function makeCertificate(folder, hosts) {
  const openssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  const fresh = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  openssl(...fresh, "-subj", "/CN=Kripa test authority", "-keyout", "ca.key", "-out", "ca.pem");
  openssl(...fresh, "-CA", "ca.pem", "-CAkey", "ca.key", "-subj", `/CN=${hosts[0]}`, "-addext", `subjectAltName=${names}`,
    "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", "tls.key", "-out", "tls.pem");
  const [key, cert] = ["tls.key", "tls.pem"].map((name) => readFileSync(join(folder, name)));
  const spki = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
  return { key, cert, pin: createHash("sha256").update(spki).digest("base64") };
}

const listening = (server) =>
  new Promise((resolve) => {
    const stop = () => server.close() && server.closeAllConnections();
    server.listen(0, "127.0.0.1", () => resolve({ port: server.address().port, server, stop }));
  });

// What comes over https goes on to kripad as it is, with the client's address.
export function startProxy(certificate, targetOf) {
  const server = https.createServer(certificate, (request, response) => {
    const { hostname, port } = new URL(targetOf());
    const headers = { ...request.headers, "x-forwarded-for": request.socket.remoteAddress };
    const onward = http.request({ hostname, port, method: request.method, path: request.url, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  return listening(server);
}

// The demo's files at /demo, told where the API is; a policy that lets them call it, and nothing else.
export function startFront(certificate, apiOf) {
  const server = https.createServer(certificate, (request, response) => {
    const name = basename(new URL(request.url, "https://front").pathname);
    const isIndex = name === "demo" || name === "";
    const path = name === "kripa-adapter.js" ? join(examples, name) : join(examples, "demo", isIndex ? "index.html" : name);
    let content;
    try {
      content = readFileSync(path, "utf8");
    } catch {
      response.writeHead(404).end();
      return;
    }
    if (isIndex) content = content.replace('name="kripa-api" content=""', `name="kripa-api" content="${apiOf()}"`);
    response.writeHead(200, {
      "Content-Type": `${TYPES[extname(path)]}; charset=utf-8`,
      "Content-Security-Policy": `default-src 'none';script-src 'self';style-src 'self';img-src 'self' data: https:;connect-src ${apiOf()}`,
    });
    response.end(content);
  });
  return listening(server);
}
