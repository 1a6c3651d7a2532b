/* SPDX-License-Identifier: MIT
 * A small tmpfs, and a file in it that stands for all that fills disks. */
#include "small_disk.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "folder.h"

#define BLOCK_BYTES 4096

bool small_disk_possible(void)
{
    char folder[] = "/tmp/kripa-disk-XXXXXX";
    const char *problem = NULL;
    if (!mkdtemp(folder) || mount("tmpfs", folder, "tmpfs", 0, "size=64k") != 0)
        problem = strerror(errno);
    else
        umount2(folder, MNT_DETACH);
    rmdir(folder);
    if (problem)
        fprintf(stderr, "SKIPPED: the tests of a full disk need to mount a tmpfs: %s\n", problem);
    return !problem;
}

void small_disk_mount(const char *folder, size_t size)
{
    char options[48];
    snprintf(options, sizeof options, "size=%zu", size);
    ck_assert_msg(unshare(CLONE_NEWNS) == 0 &&
                      mount("tmpfs", "/", "tmpfs", MS_REC | MS_PRIVATE, NULL) == 0,
                  "a mount namespace: %s", strerror(errno));
    ck_assert_msg(mount("tmpfs", folder, "tmpfs", 0, options) == 0, "mount: %s", strerror(errno));
}

void small_disk_unmount(const char *folder)
{
    umount2(folder, MNT_DETACH);
}

static void filler(char out[FOLDER_SIZE + 16], const char *folder)
{
    snprintf(out, FOLDER_SIZE + 16, "%s/filler", folder);
}

void small_disk_fill(const char *folder, size_t size)
{
    static const char block[BLOCK_BYTES];
    char path[FOLDER_SIZE + 16];
    filler(path, folder);
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ck_assert_int_ge(file, 0);
    for (size_t written = 0; written < size; written += sizeof block)
        if (write(file, block, sizeof block) != sizeof block)
            break;
    close(file);
}

void small_disk_make_room(const char *folder)
{
    char path[FOLDER_SIZE + 16];
    filler(path, folder);
    ck_assert_int_eq(unlink(path), 0);
}
