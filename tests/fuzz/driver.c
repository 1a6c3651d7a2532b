/* SPDX-License-Identifier: MIT
 * Runs a fuzz target without libFuzzer: each file of a folder as it is, and then many times with
 * bytes changed, taken out and doubled. The changes are the same at every run. Usage: fuzz_json
 * FOLDER [ROUNDS] */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define INPUT_MAX      4096
#define ROUNDS_DEFAULT 500

static uint32_t state = 2463534242;

/* Marsaglia's xorshift: the same numbers every time. */
static size_t next(size_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return below ? state % below : 0;
}

static size_t change(uint8_t *data, size_t size)
{
    static const char marks[] = "{}[]\",:\\\0 $.0129eE-+tfn\xff\xe0\xa4\xc2\n=";
    size_t at = next(size);
    switch (next(5)) {
    case 0: /* another byte */
        data[at] = (uint8_t)next(256);
        return size;
    case 1: /* one that means something */
        data[at] = (uint8_t)marks[next(sizeof marks)];
        return size;
    case 2: /* the rest is gone */
        return at;
    case 3: { /* a part is gone */
        size_t length = next(size - at + 1);
        memmove(data + at, data + at + length, size - at - length);
        return size - length;
    }
    default: { /* a part is there twice */
        size_t length = next(size - at + 1);
        if (size + length > INPUT_MAX)
            return size;
        memmove(data + at + length, data + at, size - at);
        return size + length;
    }
    }
}

static void run_changed(const uint8_t *data, size_t size, long rounds)
{
    for (long round = 0; round < rounds; round++) {
        uint8_t changed[INPUT_MAX];
        size_t left = size;
        memcpy(changed, data, size);
        for (size_t changes = next(4) + 1; changes > 0 && left > 0; changes--)
            left = change(changed, left);
        uint8_t *exact = malloc(left ? left : 1); /* so that a sanitizer sees a byte too far */
        if (!exact)
            return;
        memcpy(exact, changed, left);
        LLVMFuzzerTestOneInput(exact, left);
        free(exact);
    }
}

static bool run_file(const char *path, long rounds)
{
    uint8_t data[INPUT_MAX];
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    run_changed(data, size, rounds);
    return true;
}

int main(int argc, char **argv)
{
    DIR *folder = argc > 1 ? opendir(argv[1]) : NULL;
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : ROUNDS_DEFAULT;
    int files = 0;
    if (!folder) {
        fprintf(stderr, "usage: %s FOLDER [ROUNDS]\n", argv[0]);
        return EXIT_FAILURE;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        if (entry->d_name[0] != '.' && run_file(path, rounds))
            files++;
    }
    closedir(folder);
    printf("%d inputs, each %ld times changed\n", files, rounds);
    return files ? EXIT_SUCCESS : EXIT_FAILURE;
}
