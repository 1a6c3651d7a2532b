/* SPDX-License-Identifier: MIT
 * The commands for the shop itself: making it, its settings, its store. */
#include <kripa/sys/schema.h>

#include "base/command.h"
#include "cmd.h"

static const struct own_flag migrate_flags[] = {
    {"finish", NULL, "The app that was here before Kripa is gone for good."},
    {NULL, NULL, NULL},
};
static const struct own_flag copy_flags[] = {
    {"leave-behind", NULL, "Goes without records whose _id is no ObjectId."},
    {NULL, NULL, NULL},
};

const struct command init_commands[] = {
    {.noun = "init",
     .table = &kripa_registration_schema,
     .not_flags = "refresh",
     .flags = COMMAND_OPENS_ITSELF | COMMAND_MAKES_ENV_FILE | COMMAND_MAKES_SHOP,
     .run = cmd_init,
     .summary = "make a new shop and its first admin",
     .about = "The store is the one of --store. The admin's password is asked for at the\n"
              "terminal, or read as one line of standard input. A shop that has an admin\n"
              "already is left alone.\n"
              "With --env-file it writes that file, too: the store and a new secret, readable\n"
              "for you alone, as kripad and kripactl want them. One that is there already is\n"
              "left as it is.",
     .examples = "kripactl init --name \"Asha Rao\" --email asha@example.in --env-file kripad.env\n"
                 "kripactl init --store sqlite:/var/lib/kripa/shop.db --name Asha \\\n"
                 "    --email asha@example.in < password.txt"},
    {.noun = NULL},
};

const struct command shop_commands[] = {
    {.noun = "shop",
     .verb = "show",
     .run = cmd_shop_show,
     .summary = "show the shop's settings",
     .examples = "kripactl shop show"},
    {.noun = "shop",
     .verb = "set",
     .table = &kripa_settings_schema,
     .input_mode = KRIPA_PATCH,
     .run = cmd_shop_set,
     .summary = "change the shop's settings",
     .about = "Only what is named changes. An empty value ('') clears a setting.",
     .examples = "kripactl shop set --shop-name \"Rao Electricals\" --state Karnataka\n"
                 "kripactl shop set --delivery-charge 40 --free-delivery-from 999\n"
                 "kripactl shop set --pincodes 560001,560002 --cod-limit 5000\n"
                 "kripactl shop set --cod-limit ''"},
    {.noun = NULL},
};

static const struct own_flag backup_flags[] = {
    {"media", "DIR", "Copies the uploaded pictures into DIR, too."},
    {NULL, NULL, NULL},
};

const struct command store_commands[] = {
    {.noun = "store",
     .verb = "info",
     .run = cmd_store_info,
     .summary = "show which store it is and what is in it",
     .examples = "kripactl store info"},
    {.noun = "store",
     .verb = "verify",
     .run = cmd_store_verify,
     .summary = "compute stock, totals and counters again and compare",
     .about = "May run beside a working kripad: a difference counts only when a second look\n"
              "finds it again. Exit code 8 when there is one. A backup that can't be\n"
              "written to is only read.",
     .examples = "kripactl store verify"},
    {.noun = "store",
     .verb = "backup",
     .args = "FILE",
     .args_min = 1,
     .args_max = 1,
     .own = backup_flags,
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_store_backup,
     .summary = "copy the store into FILE, while the shop goes on",
     .about = "--media copies the pictures of MEDIA_DIR that DIR does not have yet. A restore\n"
              "leaves pictures alone: copy DIR back into MEDIA_DIR.",
     .examples = "kripactl store backup /backup/shop-2026-11-22.db\n"
                 "kripactl store backup /backup/shop.db --media /backup/media"},
    {.noun = "store",
     .verb = "restore",
     .args = "FILE",
     .args_min = 1,
     .args_max = 1,
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_store_restore,
     .summary = "put a backup in the place of the store",
     .about = "The backup is copied beside the store, checked as store verify does, and only\n"
              "then put in its place. Stop kripad first: a store that a program has open is\n"
              "left alone. It asks before it replaces one, and keeps what was there beside it,\n"
              "as NAME.before-restore-TIME.",
     .examples = "kripactl store restore /backup/shop-2026-11-22.db\n"
                 "kripactl store restore /backup/shop.db --store sqlite:copy.db"},
    {.noun = "store",
     .verb = "copy",
     .args = "FROM TO",
     .args_min = 2,
     .args_max = 2,
     .own = copy_flags,
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_store_copy,
     .summary = "copy a whole shop into an empty store of any kind, and compare",
     .about = "FROM and TO are stores as --store names them; env:NAME is the one that the\n"
              "variable NAME holds, so that no password is seen in the list of processes.\n"
              "Stop kripad first: what changes meanwhile shows as a difference.\n"
              "A copy that was broken off goes on when it is asked for again, and until it is\n"
              "whole nothing opens TO as a shop. At the end every record is read from both\n"
              "and compared: exit code 8 when one differs. Pictures stay where they are: give\n"
              "the new shop the same MEDIA_DIR (or a copy of it) and the same Cloudinary.",
     .examples = "kripactl store copy sqlite:kripa.db env:NEW_STORE\n"
                 "kripactl store copy env:KRIPA_STORE sqlite:back.db --dry-run"},
    {.noun = "store",
     .verb = "migrate",
     .own = migrate_flags,
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_store_migrate,
     .summary = "bring the store and its records to this version, telling each step",
     .about = "Tables and indexes come with every command that changes something, silently;\n"
              "records that another program or an earlier version made are brought forward\n"
              "here alone. Anomalies are told and left. May run again, and beside kripad.\n"
              "--finish ends what is done for the earlier app's sake: e-mails become lower\n"
              "case, and its passwords are hashed anew at their next sign-in.",
     .examples = "kripactl store migrate --dry-run\n"
                 "kripactl store migrate --finish"},
    {.noun = NULL},
};

const struct command media_commands[] = {
    {.noun = "media",
     .verb = "verify",
     .run = cmd_media_verify,
     .summary = "check that every picture that is named is there, whole",
     .about = "Files at Cloudinary are not looked at, only who names them. May run beside a\n"
              "working kripad. Exit code 8 when something differs.",
     .examples = "kripactl media verify --env-file kripad.env"},
    {.noun = "media",
     .verb = "sweep",
     .run = cmd_media_sweep,
     .summary = "remove the pictures that nothing has named for a day",
     .about = "kripad does so every hour; this does it now, on the disk and at Cloudinary.",
     .examples = "kripactl media sweep --env-file kripad.env"},
    {.noun = NULL},
};

const struct command audit_commands[] = {
    {.noun = "audit",
     .verb = "list",
     .table = &kripa_audit_filter_schema,
     .run = cmd_audit_list,
     .summary = "list what admins did, the newest first",
     .about = "With --json each row also has what was there before and after.",
     .examples = "kripactl audit list --limit 20\n"
                 "kripactl audit list --action product.edit\n"
                 "kripactl audit list --by console:root --sort seq"},
    {.noun = NULL},
};

const struct command outbox_commands[] = {
    {.noun = "outbox",
     .verb = "list",
     .table = &kripa_outbox_filter_schema,
     .run = cmd_outbox_list,
     .summary = "list messages, the newest first",
     .about = "pending: to be sent; sent; dead: given up.",
     .examples = "kripactl outbox list --status pending\n"
                 "kripactl outbox list --kind low_stock"},
    {.noun = "outbox",
     .verb = "show",
     .args = "ID",
     .args_min = 1,
     .args_max = 1,
     .flags = COMMAND_KNOWS_SECRETS,
     .run = cmd_outbox_show,
     .summary = "show one message, and what it says in secret",
     .about = "A one-time code or a reset link is sealed with JWT_SECRET (of the environment or\n"
              "the env file) until it is sent or expires. Only the console opens it, not --as\n"
              "somebody, and the audit log keeps who did.",
     .examples = "kripactl outbox show 65f0a1b2c3d4e5f60718293a --env-file kripad.env"},
    {.noun = NULL},
};

const struct command secret_commands[] = {
    {.noun = "secret",
     .verb = "new",
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_secret_new,
     .summary = "print a new secret, for JWT_SECRET",
     .examples = "echo \"JWT_SECRET=$(kripactl secret new)\" >> kripad.env"},
    {.noun = NULL},
};
