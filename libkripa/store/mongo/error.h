/* SPDX-License-Identifier: MIT
 * The meaning of failures of the server and the driver: error.c. */
#ifndef KP_MONGO_ERROR_H
#define KP_MONGO_ERROR_H

#include <mongoc/mongoc.h>

#include <kripa/status.h>

/* Fails with the status and message for the caller. The server's own message is not for clients. */
enum kripa_status kp_mongo_fail(const bson_error_t *error, struct kripa_error *err);
/* The same with the server's message, for whoever opens a store. */
enum kripa_status kp_mongo_fail_open(const bson_error_t *error, struct kripa_error *err);
/* True when nothing of the change was done and it may be tried again. */
bool kp_mongo_is_transient(const bson_error_t *error, const bson_t *reply);
/* True when somebody else was first. */
bool kp_mongo_is_conflict(const bson_error_t *error);
/* True when a value that must be unique is taken. */
bool kp_mongo_is_not_numeric(const bson_error_t *error); /* the value there can't be added to */
bool kp_mongo_is_taken(const bson_error_t *error);
/* True when the time limit was exceeded. */
bool kp_mongo_is_late(const bson_error_t *error);
/* True when the command may have been done: its answer is lost, or a majority has not confirmed
 * it. */
bool kp_mongo_is_lost(const bson_error_t *error);

#endif
