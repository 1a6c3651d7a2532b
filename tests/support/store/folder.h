/* SPDX-License-Identifier: MIT
 * Folders for tests: made when asked for, gone with all that is in them when the test is over. */
#ifndef TEST_FOLDER_H
#define TEST_FOLDER_H

#define FOLDER_SIZE 64
#define FOLDER_NAME "/kripa-test-" /* in the path of each, and of nothing else */

/* Makes an empty folder below TMPDIR, or else in memory where there is room, or else in /tmp; ends
 * the program when it can't. */
void folder_make(char out[FOLDER_SIZE]);
/* Its files, not the folders in it; ends the program when one can't be copied. */
void folder_copy(const char *from, const char *to);
/* Removes it and all in it; an empty name is fine. */
void folder_remove(const char *folder);

#endif
