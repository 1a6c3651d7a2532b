/* SPDX-License-Identifier: MIT
 * A MongoDB server that a test may stop and start: KRIPA_TEST_MONGODB_CONTROL names a program that
 * is called with start (which prints the URI; the server may be running), stop (its data stays) or
 * cut (all connections). */
#ifndef MONGO_CONTROL_H
#define MONGO_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

bool mongo_control_is_there(void);
/* Of what the program prints, the last line goes to `line`, where that is not NULL. What fails ends
 * the test with the reason. */
void mongo_control(const char *what, char *line, size_t size);

#endif
