/* SPDX-License-Identifier: MIT
 * Names of files, and finding them in URLs. The name of a local file is the SHA-256 of its
 * bytes, with random digits after it if a file of that name was just being removed. At
 * Cloudinary a folder comes before it, and it has no ending. */
#include <string.h>

#include "base/status.h"
#include "internal.h"

#define HASH_DIGITS   (KP_DIGEST_TEXT_SIZE - 1)
#define EXTRA_DIGITS  8
#define LOCAL_PATH    "/media/"
#define API_PATH      "/api" LOCAL_PATH
#define REMOTE_HOST   "://res.cloudinary.com/"
#define REMOTE_UPLOAD "/image/upload/"
#define HEX           "0123456789abcdef"

struct kripa_id kp_media_id(const char *public_id)
{
    return kp_id_of_name(public_id);
}

struct kp_depot *kp_media_depot(const struct kripa *kripa, const char *place)
{
    struct kp_depot *const all[] = {kripa->disk, kripa->remote};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] && place && strcmp(all[i]->kind, place) == 0)
            return all[i];
    return NULL;
}

bool kp_media_name(const char *name, const char **type)
{
    static const struct {
        const char *suffix, *type;
    } kinds[] = {{".jpg", "image/jpeg"}, {".png", "image/png"}, {".webp", "image/webp"}};
    if (!name || strspn(name, HEX) != HASH_DIGITS)
        return false;
    const char *at = name + HASH_DIGITS;
    if (*at == '-') {
        if (strspn(++at, HEX) != EXTRA_DIGITS)
            return false;
        at += EXTRA_DIGITS;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(at, kinds[i].suffix) != 0)
            continue;
        *type = kinds[i].type;
        return true;
    }
    return false;
}

const char *kp_media_url(const struct kripa *kripa, struct kripa_arena *arena,
                         const struct kripa_media *media)
{
    if (media->url)
        return kripa_arena_text(arena, media->url, strlen(media->url));
    return kripa_arena_format(arena, "%s" API_PATH "%s", kripa->public_url ? kripa->public_url : "",
                              media->public_id);
}

/* The text after the last `part` of a URL, or NULL. */
static const char *behind_last(const char *url, const char *part)
{
    const char *found = NULL;
    for (const char *at = strstr(url, part); at; at = strstr(at + 1, part))
        found = at + strlen(part);
    return found;
}

const char *kp_image_local_name(const struct kripa_image *image)
{
    const char *type, *name = image->url ? behind_last(image->url, LOCAL_PATH) : NULL;
    return kp_media_name(name, &type) ? name : NULL;
}

bool kp_image_is_remote(const struct kripa_image *image)
{
    return image->url && strstr(image->url, REMOTE_HOST) && strstr(image->url, REMOTE_UPLOAD);
}

const char *kp_image_remote_path(const char *url)
{
    return strstr(url, REMOTE_UPLOAD) + sizeof REMOTE_UPLOAD - 1;
}

/* ".../image/upload/v1636362311/products/p-42.jpg" */
static const char *remote_name(struct kripa_arena *arena, const char *url)
{
    const char *at = kp_image_remote_path(url);
    if (*at == 'v' && at[1 + strspn(at + 1, "0123456789")] == '/')
        at += 2 + strspn(at + 1, "0123456789");
    const char *slash = strrchr(at, '/'), *dot = strrchr(slash ? slash : at, '.');
    size_t size = dot ? (size_t)(dot - at) : strlen(at);
    return size > 0 ? kripa_arena_text(arena, at, size) : NULL;
}

const char *kp_image_public_id(struct kripa_arena *arena, const struct kripa_image *image)
{
    if (image->public_id && *image->public_id)
        return image->public_id;
    const char *local = kp_image_local_name(image);
    if (local)
        return kripa_arena_text(arena, local, strlen(local));
    return kp_image_is_remote(image) ? remote_name(arena, image->url) : NULL;
}
