/* SPDX-License-Identifier: MIT
 * The program kripactl. */
#include "kripactl.h"

int main(int argc, char **argv)
{
    return kripactl_main(argc, argv);
}
