// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

#ifndef AXIS_CTIMEX_SHIM_H
#define AXIS_CTIMEX_SHIM_H

// What the kernel knows about its clock; the Glibc module leaves this header out.
#include <sys/timex.h>

#endif
