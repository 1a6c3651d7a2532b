/* SPDX-License-Identifier: MIT
 * Not formatted. */
static int    one( void ){ return 1; }
