/* SPDX-License-Identifier: MIT
 * See odd_frames.h. */
#include "odd_frames.h"

#include <string.h>

const char *const odd_header_lines[] = {
    "Content-:2\r\n Length\r\n",
    "Content-Length:\r\n 30\r\n",
    "X-A: a\r\n b\r\n",
    "X-A: a\r\n\tTransfer-Encoding: chunked\r\n",
    "X-A:\r\n \r\n",
    "Content-Length : 30\r\n",
    "Content-Length\t: 30\r\n",
    "Content Length: 30\r\n",
    ": x\r\n",
    " : x\r\n",
    "X-A: a^b\r\n",
    "X-A: a^^X-B: b\r\n",
    "X-A: a^^X-B^ b\r\n",
    "X-A: a^\r\n",
    "X-A^: a\r\n",
    "X-A: ^^Content-Length^ 30\r\n",
    "X-A: a\rb\r\n",
    "X-A: a\x01\r\n",
    "X-A: a\x7f\r\n",
    "X-A: a\n",
    "X-A: a\nX-B: b\r\n",
    "X(A): a\r\n",
    "X\"A\": a\r\n",
    "X\xc3\xa9: a\r\n",
    "Transfer-Encoding\x0b: chunked\r\n",
    "Transfer-Encoding: \x0b"
    "chunked\r\n",
    NULL,
};

const char *const odd_first_lines[] = {
    "GET  /things HTTP/1.1\r\n",
    "GET /things  HTTP/1.1\r\n",
    "GET /thi ngs HTTP/1.1\r\n",
    "GET /things HTTP/1.1 \r\n",
    "GET /things HTTP/1.1\n",
    "GET /thi^ngs HTTP/1.1\r\n",
    "GET /things^ HTTP/1.1\r\n",
    "G^ET /things HTTP/1.1\r\n",
    "G\"T /things HTTP/1.1\r\n",
    "GET /things?a^b HTTP/1.1\r\n",
    "GET /things^HTTP/1.1 HTTP/1.1\r\n",
    NULL,
};

const char *const odd_beginnings[] = {
    "^\r\n",  "^\n",   "^",      "^^\r\n",   "^\r\n\r\n", "\r\n^\r\n", "\r\n^",
    "^ \r\n", "\r^\n", "^a\r\n", "^: a\r\n", "\n",        "\n\n",      "\r\n\r\n",
    "\r\r\n", "\r",    " \r\n",  " ",        "\t\r\n",    "\x0b\r\n",  "^GET /things/evil\r\n",
    NULL,
};

/* Two of them hide a request of ODD_EVIL_SIZE bytes in a chunk (26, and 2b with the end before it),
 * which another reading of the lines before it brings to light. */
const char *const odd_chunks[] = {
    /* bare LF */
    "2\n{}\r\n0\r\n\r\n",
    "2\r\n{}\n0\r\n\r\n",
    "2\r\n{}\r\n0\n\r\n",
    "2\r\n{}\r\n0\r\n\n",
    "2\n{}\n0\n\n",
    "2;a\n{}\r\n0\r\n\r\n",
    "2;a\n{}\r\n2b\r\n0\r\n\r\n" ODD_EVIL "\r\n0\r\n\r\n",
    "26;a\n" ODD_EVIL "\r\n0\r\n\r\n",
    /* other ends of lines */
    "2\r{}\r\n0\r\n\r\n",
    "2\r\r\n{}\r\n0\r\n\r\n",
    "2\r\n{}\r0\r\n\r\n",
    "2\r\n{}0\r\n\r\n",
    "2\r\n{}xx0\r\n\r\n",
    "2\r\n{}\r\n0\r\r\n\r\n",
    "2;a\r0\r\n\r\n" ODD_EVIL "\r\n{}\r\n0\r\n\r\n",
    /* sizes */
    "0x2\r\n{}\r\n0\r\n\r\n",
    "+2\r\n{}\r\n0\r\n\r\n",
    "-2\r\n{}\r\n0\r\n\r\n",
    " 2\r\n{}\r\n0\r\n\r\n",
    "2 \r\n{}\r\n0\r\n\r\n",
    "2\t;a\r\n{}\r\n0\r\n\r\n",
    "2^\r\n{}\r\n0\r\n\r\n",
    "2;^\r\n{}\r\n0\r\n\r\n",
    "^2\r\n{}\r\n0\r\n\r\n",
    "\r\n2\r\n{}\r\n0\r\n\r\n",
    "2_0\r\n{}\r\n0\r\n\r\n",
    "10000000000000002\r\n{}\r\n0\r\n\r\n",
    "000000000000000000002\r\n{}\r\n0\r\n\r\n",
    "\r\n\r\n",
    /* trailers */
    "2\r\n{}\r\n0\r\n: a\r\n\r\n",
    "2\r\n{}\r\n0\r\nX-A : a\r\n\r\n",
    "2\r\n{}\r\n0\r\n X-A: a\r\n\r\n",
    "2\r\n{}\r\n0\r\nX-A: a\r\n b\r\n\r\n",
    "2\r\n{}\r\n0\r\nX-A: a^b\r\n\r\n",
    "2\r\n{}\r\n0\r\nX-A^: a\r\n\r\n",
    "2\r\n{}\r\n0\r\n^\r\n\r\n",
    "2\r\n{}\r\n0\r\n^\n\r\n",
    "2\r\n{}\r\n0\r\nX-A: a\n\r\n",
    "2\r\n{}\r\n0\r\nX-A: a\n\n",
    "2\r\n{}\r\n0\r\nX-A: a\rb\r\n\r\n",
    "2\r\n{}\r\n0\r\nX-A: a\x01\r\n\r\n",
    "2\r\n{}\r\n0\r\nX(A): a\r\n\r\n",
    "2\r\n{}\r\n0\r\nno colon\r\n\r\n",
    "2\r\n{}\r\n0\r\nHost: y\r\n\r\n",
    "2\r\n{}\r\n0\r\nContent-Length: 38\r\n\r\n",
    "2\r\n{}\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n",
    "2\r\n{}\r\n0\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n",
    "2\r\n{}\r\n0\r\n" ODD_EVIL,
    NULL,
};

const char *const odd_lengths[] = {
    "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n26\r\n" ODD_EVIL "\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n26\r\n" ODD_EVIL "\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n26\r\n" ODD_EVIL
    "\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked, chunked\r\n\r\n26\r\n" ODD_EVIL "\r\n0\r\n\r\n",
    "Transfer-Encoding: identity, chunked\r\n\r\n26\r\n" ODD_EVIL "\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked, identity\r\nContent-Length: 4\r\n\r\n26\r\n" ODD_EVIL
    "\r\n0\r\n\r\n",
    "Transfer-Encoding: xchunked\r\n\r\n" ODD_EVIL,
    "Transfer-Encoding: xchunked\r\nContent-Length: 38\r\n\r\n" ODD_EVIL,
    "Transfer-Encoding:\r\nContent-Length: 38\r\n\r\n" ODD_EVIL,
    "Content-Length: 40\r\nContent-Length: 2\r\n\r\n{}" ODD_EVIL,
    "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" ODD_EVIL,
    "Content-Length: 40, 2\r\n\r\n{}" ODD_EVIL,
    "Content-Length: +38\r\n\r\n" ODD_EVIL,
    "Content-Length: -1\r\n\r\n" ODD_EVIL,
    "Content-Length: 0x26\r\n\r\n" ODD_EVIL,
    "Content-Length: 38 \r\n\r\n" ODD_EVIL,
    "Content-Length: 38a\r\n\r\n" ODD_EVIL,
    "Content-Length: 18446744073709551654\r\n\r\n" ODD_EVIL,
    "Host: y\r\nContent-Length: 38\r\n\r\n" ODD_EVIL,
    "Content-Length: 2\r\n\r\n{}^\r\n" ODD_EVIL,
    NULL,
};

size_t odd_frame_bytes(char *text)
{
    size_t size = strlen(text);
    for (size_t i = 0; i < size; i++)
        text[i] = text[i] == '^' ? '\0' : text[i];
    return size;
}
