// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Everything that drives the real daemon, one test after another: each has the machine to itself.
@Suite(.serialized) enum Integration {}
