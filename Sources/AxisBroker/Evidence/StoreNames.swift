// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisStore

package typealias StoredGroup = SealedGroup
typealias StoredNode = LogNode
