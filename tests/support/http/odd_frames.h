/* SPDX-License-Identifier: MIT
 * Requests, or parts of them, that two programs could read in two ways. In every text '^' stands
 * for a NUL; every list ends with NULL. */
#ifndef ODD_FRAMES_H
#define ODD_FRAMES_H

#include <stddef.h>

/* What must never be taken for a request: it hides in the body of another. */
#define ODD_EVIL      "GET /things/evil HTTP/1.1\r\nHost: x\r\n\r\n"
#define ODD_EVIL_SIZE 38

/* Of a head, each with its end. */
extern const char *const odd_header_lines[];
extern const char *const odd_first_lines[];
/* Before the first line of a request. */
extern const char *const odd_beginnings[];
/* What follows a head with Transfer-Encoding: chunked. */
extern const char *const odd_chunks[];
/* The lines of a head that say how long its body is, the empty line, and a body. */
extern const char *const odd_lengths[];

/* Puts the NULs in; returns how many bytes the text has. */
size_t odd_frame_bytes(char *text);

#endif
