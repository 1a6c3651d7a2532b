/* SPDX-License-Identifier: MIT
 * The table of settings, shared by config.c, which reads them, and show.c, which prints them. */
#ifndef CONFIG_TABLE_H
#define CONFIG_TABLE_H

#include "config.h"

enum setting_type {
    SETTING_TEXT,   /* const char *; NULL when empty */
    SETTING_NUMBER, /* int64_t */
    SETTING_RATE,   /* struct rate: "1200/900s", "off" */
    SETTING_CHOICE, /* const char *, one of `choices` */
};
enum setting_flag {
    SETTING_SECRET = 1,
    SETTING_HOLDS_PASSWORD = 2, /* a URI: shown as kripa_uri_shown does */
    SETTING_INTERNAL = 4,       /* for tests: never printed */
};
struct setting {
    const char *name;
    enum setting_type type;
    size_t at;
    const char *default_value; /* as text; "" for none */
    int64_t min, max;
    const char *choices; /* separated by blanks */
    unsigned flags;
    const char *doc;
};

extern const struct setting config_settings[];
extern const size_t config_settings_count;

#endif
