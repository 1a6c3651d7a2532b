/* SPDX-License-Identifier: MIT
 * What the failures of the server and of the driver mean: error.c. */
#ifndef KP_MONGO_ERROR_H
#define KP_MONGO_ERROR_H

#include <mongoc/mongoc.h>

#include <kripa/status.h>

/* What a failure means for the caller. The server's words are not for clients. */
enum kripa_status kp_mongo_fail(const bson_error_t *error, struct kripa_error *err);
/* The same, with the server's words: for who opens a store. */
enum kripa_status kp_mongo_fail_open(const bson_error_t *error, struct kripa_error *err);
/* True when the whole change may be tried again: the server took nothing of it. */
bool kp_mongo_is_transient(const bson_error_t *error, const bson_t *reply);
/* True when somebody else came first. */
bool kp_mongo_is_conflict(const bson_error_t *error);
/* True when a value that must be unique is taken. */
bool kp_mongo_is_not_numeric(const bson_error_t *error); /* nothing can be added to what is there */
bool kp_mongo_is_taken(const bson_error_t *error);
/* True when it took longer than it might. */
bool kp_mongo_is_late(const bson_error_t *error);
/* True when the server may have done what was asked: its answer is lost, or it could not yet
 * promise that it stays. */
bool kp_mongo_is_lost(const bson_error_t *error);

#endif
