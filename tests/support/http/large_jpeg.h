/* SPDX-License-Identifier: MIT
 * Pictures of any size in bytes, for tests and benchmarks of what sends and takes them. */
#ifndef LARGE_JPEG_H
#define LARGE_JPEG_H

#include <stddef.h>

#define LARGE_JPEG_MIN 200

/* A JPEG of one dot, with as many bytes in its scan as it takes; another `seed` is another file. To
 * be freed. */
char *large_jpeg(size_t size, unsigned seed);

#endif
