/* SPDX-License-Identifier: MIT
 * A disk that is soon full: a small tmpfs of its own. Only root can mount one; a test program
 * without that says so loudly and returns SMALL_DISK_SKIPPED, which ctest shows as skipped. */
#ifndef TEST_SMALL_DISK_H
#define TEST_SMALL_DISK_H

#include <stdbool.h>
#include <stddef.h>

#define SMALL_DISK_SKIPPED 77

/* False, and why on standard error, when this process can't mount. */
bool small_disk_possible(void);
/* Mounts one of `size` bytes on the folder, for this process and those it starts: it is gone when
 * they are. Fails the test when it can't. */
void small_disk_mount(const char *folder, size_t size);
void small_disk_unmount(const char *folder);
/* Takes up `size` bytes of it; less when there is less. */
void small_disk_fill(const char *folder, size_t size);
/* Gives them back. */
void small_disk_make_room(const char *folder);

#endif
