/* SPDX-License-Identifier: MIT
 * What kripactl does, as a call: tests begin it without loading a program. */
#ifndef KRIPACTL_H
#define KRIPACTL_H

/* The exit code. Reads the environment and the standard streams. */
int kripactl_main(int argc, char **argv);

#endif
