/* SPDX-License-Identifier: MIT
 * The tables of uploaded files, and of who names them. */
#include "base/fields.h"
#include "schema.h"

NAMES(media_status, "coming", "kept", "going")
NAMES(media_owner, "product", "account", "category", "banner", "settings")

static const struct kripa_field kp_media_fields[] = {
    ID(media, id, "_id", .doc = "A hash of the file's name."),
    TEXT(media, public_id, "publicId", 1, KRIPA_PUBLIC_ID_MAX,
         .doc = "The file's name where it lies."),
    TEXT(media, place, "place", 1, 16, .doc = "Where the file lies: disk or cloudinary."),
    TEXT(media, url, "url", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .doc = "The URL of the file, if the place decided it."),
    TEXT(media, type, "type", 1, 32, .doc = "The media type, such as image/jpeg."),
    INT(media, bytes, "bytes", 0, INT64_MAX, .doc = "The size of the file in bytes."),
    INT(media, width, "width", 0, INT64_MAX, .doc = "The width in pixels."),
    INT(media, height, "height", 0, INT64_MAX, .doc = "The height in pixels."),
    ENUM(media, status, "status", media_status,
         .doc = "Whether the file is being stored, is there, or is being removed."),
    INT(media, refs, "refs", 0, INT64_MAX, .doc = "The number of records that name it."),
    TIME(media, used_at, "usedAt", .doc = "When it was last kept, named, or named no longer."),
    TIME(media, going_at, "goingAt", .doc = "When its removal was begun."),
    INT(media, revision, "revision", 0, INT64_MAX,
        .doc = "How often the record was edited; raised by every edit."),
    TIME(media, created_at, "createdAt", .doc = "When it was first uploaded."),
};
static const char *const media_indexes[] = {"place,refs,usedAt", NULL};
SCHEMA(media, "media", .indexes = media_indexes,
       .doc = "An uploaded file: recorded before it is stored, until after it is removed.");

static const struct kripa_field kp_media_ref_fields[] = {
    ID(media_ref, id, "_id", .doc = "A hash of the owner and the file."),
    ID(media_ref, media, "media", .flags = KRIPA_INDEX, .doc = "The file that is named."),
    ENUM(media_ref, kind, "kind", media_owner, .doc = "The kind of record that names it."),
    ID(media_ref, owner, "owner", .flags = KRIPA_INDEX, .doc = "The record that names it."),
    TIME(media_ref, created_at, "createdAt", .doc = "Since when it does."),
};
SCHEMA(media_ref, "media_refs", .doc = "That a record names an uploaded file.");

static const struct kripa_field kp_media_query_fields[] = {
    OPT_INT(media_query, width, "w", 160, 640,
            .doc = "The width of a smaller picture in pixels: 160, 320 or 640.", .example = "320"),
};
SCHEMA(media_query, NULL, .writable_by = KRIPA_ANYONE, .doc = "Which version of a picture.");

static const struct kripa_field kp_image_query_fields[] = {
    TEXT(image_query, public_id, "publicId", 1, KRIPA_URL_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The public_id of the picture, or its URL if it has none."),
};
SCHEMA(image_query, NULL, .writable_by = KRIPA_ANYONE, .doc = "Which picture of a product.");
