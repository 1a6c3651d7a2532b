/* SPDX-License-Identifier: MIT
 * Folders for tests. */
#include "folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define IN_MEMORY           "/dev/shm"
#define IN_MEMORY_BYTES_MIN (1UL << 30) /* a container's is often tiny */

/* A store commits to a disk many times in most tests, and only waits for it: none of them cuts the
 * power. */
static const char *base(void)
{
    const char *named = getenv("TMPDIR");
    struct statvfs about;
    if (named && *named)
        return named;
    bool roomy =
        statvfs(IN_MEMORY, &about) == 0 && about.f_bavail * about.f_frsize >= IN_MEMORY_BYTES_MIN;
    return roomy && access(IN_MEMORY, W_OK | X_OK) == 0 ? IN_MEMORY : "/tmp";
}

void folder_make(char out[FOLDER_SIZE])
{
    int size = snprintf(out, FOLDER_SIZE, "%s" FOLDER_NAME "XXXXXX", base());
    if (size > 0 && size < FOLDER_SIZE && mkdtemp(out))
        return;
    fprintf(stderr, "can't make a folder in %s\n", base());
    exit(2);
}

static bool copy_file(int from, int to, const char *name)
{
    int in = openat(from, name, O_RDONLY);
    struct stat about;
    if (in < 0 || fstat(in, &about) != 0 || !S_ISREG(about.st_mode))
        return in >= 0 && close(in) == 0;
    int out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL, about.st_mode & 0777);
    off_t left = about.st_size;
    for (ssize_t more = 1; out >= 0 && left > 0 && more > 0; left -= more)
        more = copy_file_range(in, NULL, out, NULL, (size_t)left, 0);
    close(in);
    return out >= 0 && close(out) == 0 && left <= 0;
}

void folder_copy(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_DIRECTORY), out = open(to, O_RDONLY | O_DIRECTORY);
    DIR *entries = in >= 0 ? fdopendir(in) : NULL;
    bool copied = entries && out >= 0;
    for (struct dirent *entry; copied && (entry = readdir(entries));)
        copied = copy_file(in, out, entry->d_name);
    if (entries)
        closedir(entries);
    close(out);
    if (copied)
        return;
    fprintf(stderr, "can't copy %s to %s\n", from, to);
    exit(2);
}

/* Symbolic links are removed, not followed. */
static void empty(int folder)
{
    DIR *entries = fdopendir(folder);
    if (!entries)
        return;
    for (struct dirent *entry; (entry = readdir(entries));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (unlinkat(folder, entry->d_name, 0) == 0)
            continue;
        int inner = openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        if (inner >= 0)
            empty(inner);
        unlinkat(folder, entry->d_name, AT_REMOVEDIR);
    }
    closedir(entries);
}

void folder_remove(const char *folder)
{
    int opened = *folder ? open(folder, O_RDONLY | O_DIRECTORY) : -1;
    if (opened < 0)
        return;
    empty(opened);
    rmdir(folder);
}
