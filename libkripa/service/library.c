/* SPDX-License-Identifier: MIT
 * See library.h. */
#include "library.h"

#include <dlfcn.h>

bool kp_library_load(const char *library, const struct kp_symbol *symbols, size_t count)
{
    void *loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    bool found = loaded != NULL;
    for (size_t i = 0; found && i < count; i++) {
        *symbols[i].address = dlsym(loaded, symbols[i].name);
        found = *symbols[i].address != NULL;
    }
    if (loaded)
        dlclose(loaded);
    return found;
}
