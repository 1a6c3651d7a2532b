/* SPDX-License-Identifier: MIT
 * A header of the other program. */
typedef struct printer printer;
struct printer {
	int width; // tabs
};
