// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore

extension Schema {
    /// What was found about a signature after the receipt; all null while nobody looked.
    ///
    /// The index holds only what still waits for a look (`2` is ``SignatureStanding/unchecked``, `3` ``SignatureReport/mostLooks``): it costs nothing for
    /// documents whose signature was settled on the way in.
    static let signatureReports = """
        ALTER TABLE envelope ADD COLUMN reported_standing INTEGER;
        ALTER TABLE envelope ADD COLUMN reported_signer BLOB;
        ALTER TABLE envelope ADD COLUMN reported_reason TEXT;
        ALTER TABLE envelope ADD COLUMN reported_at INTEGER;
        ALTER TABLE envelope ADD COLUMN looks INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX envelope_unchecked ON envelope(signature)
            WHERE signature = 2 AND reported_at IS NULL AND looks < 3;
        """
}

extension SignatureReport {
    /// Reads four columns of an envelope's row; nil while nobody looked.
    init?(stored query: borrowing Query, from column: Int32) throws {
        guard !query.isNull(column + 3) else { return nil }
        self.init(
            standing: try query.code(column),
            signer: query.isNull(column + 1) ? nil : try query.digest(column + 1),
            reason: query.text(column + 2),
            checkedAt: query.time(column + 3)
        )
    }
}
