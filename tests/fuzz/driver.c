/* SPDX-License-Identifier: MIT
 * Runs a fuzz target without libFuzzer: each file of a folder as it is, and then many times with
 * bytes changed, taken out and doubled. The changes are the same at every run. Usage: fuzz_json
 * FOLDER [ROUNDS | SECONDSs]; a run of 10^7 inputs of 8 files is: fuzz_http tests/fuzz/http
 * 1250000 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fuzz.h"

#define INPUT_MAX      4096
#define ROUNDS_DEFAULT 500

static uint32_t state = 2463534242;
static unsigned long inputs;

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

/* How long: `rounds` for each file, or, until that time, all files in turn. */
struct span {
    long rounds;
    time_t until; /* 0: by rounds */
};

static void run_changed(const uint8_t *data, size_t size, const struct span *span)
{
    for (long round = 0; round < span->rounds && (!span->until || time(NULL) < span->until);
         round++) {
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
        inputs++;
        free(exact);
    }
}

static bool run_file(const char *path, const struct span *span)
{
    uint8_t data[INPUT_MAX];
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    run_changed(data, size, span);
    return true;
}

static struct span read_span(const char *text)
{
    char *unit;
    long number = strtol(text, &unit, 10);
    if (*unit == 's')
        return (struct span){.rounds = ROUNDS_DEFAULT, .until = time(NULL) + number};
    return (struct span){.rounds = number};
}

static int run_folder(const char *folder, const struct span *span)
{
    DIR *listed = opendir(folder);
    int files = 0;
    if (!listed)
        return 0;
    for (struct dirent *entry; (entry = readdir(listed));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && run_file(path, span))
            files++;
    }
    closedir(listed);
    return files;
}

int main(int argc, char **argv)
{
    struct span span = argc > 2 ? read_span(argv[2]) : (struct span){.rounds = ROUNDS_DEFAULT};
    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER [ROUNDS | SECONDSs]\n", argv[0]);
        return EXIT_FAILURE;
    }
    int files;
    do
        files = run_folder(argv[1], &span);
    while (files && span.until && time(NULL) < span.until);
    printf("%d files, changed %lu times\n", files, inputs);
    return files ? EXIT_SUCCESS : EXIT_FAILURE;
}
