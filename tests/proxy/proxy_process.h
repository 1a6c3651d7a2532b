/* SPDX-License-Identifier: MIT
 * A proxy as a process of its own, by proxy.sh: on a free port of 127.0.0.1, its files in a
 * temporary folder. What fails ends the program, with 77 where that proxy is not installed. */
#ifndef PROXY_PROCESS_H
#define PROXY_PROCESS_H

#include <sys/types.h>

#include "folder.h"

struct proxy {
    pid_t pid;
    int port;
    char folder[FOLDER_SIZE];
};
/* Returns when it listens. */
void proxy_start(struct proxy *proxy, const char *name, int server_port);
void proxy_stop(struct proxy *proxy);

#endif
