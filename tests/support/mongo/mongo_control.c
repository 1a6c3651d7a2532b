/* SPDX-License-Identifier: MIT
 * See mongo_control.h. */
#include "mongo_control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fresh_store.h"

#define COMMAND_SIZE 512

static const char *program(void)
{
    const char *name = getenv("KRIPA_TEST_MONGODB_CONTROL");
    return name && *name ? name : NULL;
}

bool mongo_control_is_there(void)
{
    return program() != NULL;
}

void mongo_control(const char *what, char *line, size_t size)
{
    char command[COMMAND_SIZE], text[FRESH_STORE_URI_SIZE];
    snprintf(command, sizeof command, "'%s' %s", program(), what);
    FILE *from = popen(command, "r");
    while (from && fgets(text, sizeof text, from)) {
        text[strcspn(text, "\n")] = '\0';
        if (line)
            snprintf(line, size, "%s", text);
    }
    if (from && pclose(from) == 0)
        return;
    fprintf(stderr, "%s failed\n", command);
    exit(2);
}
