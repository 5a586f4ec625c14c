// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

#ifndef AXIS_CZIP_SHIM_H
#define AXIS_CZIP_SHIM_H

#include <zip.h>

#endif
