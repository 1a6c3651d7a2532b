/* SPDX-License-Identifier: MIT
 * Folders for tests. */
#include "folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void folder_make(char out[FOLDER_SIZE])
{
    const char *base = getenv("TMPDIR");
    int size = snprintf(out, FOLDER_SIZE, "%s/kripa-test-XXXXXX", base && *base ? base : "/tmp");
    if (size > 0 && size < FOLDER_SIZE && mkdtemp(out))
        return;
    fprintf(stderr, "can't make a folder in %s\n", base ? base : "/tmp");
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
