// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// The refusals of a quarter are found without walking the audit log; only they cost a line of the index.
    static let statistics = """
        CREATE INDEX audit_refused ON audit(at) WHERE action IN ('request.refused', 'request.refused.more');
        """
}
