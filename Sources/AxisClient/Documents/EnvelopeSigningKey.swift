// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisSignature

/// An agency's signing key with its certificate: signs edXML in the one form that Axis accepts.
public struct EnvelopeSigningKey: Sendable {
    private let signer: EnvelopeSigner

    /// Reads a PEM key (mode 0600) and a PEM file with its certificate and the intermediates above it.
    ///
    /// - Parameter password: for an encrypted key; nobody is ever prompted.
    public init(keyFile: String, certificateFile: String, password: String? = nil) throws(ClientError) {
        do throws(SignatureError) {
            let identity = try SigningIdentity(
                keyFile: keyFile,
                certificateFile: certificateFile,
                password: password
            )
            signer = try EnvelopeSigner(identity: identity)
        } catch { throw ClientError(error) }
    }

    /// Reads a PKCS#12 file of mode 0600.
    public init(pkcs12File path: String, password: String) throws(ClientError) {
        do throws(SignatureError) {
            signer = try EnvelopeSigner(identity: SigningIdentity(pkcs12File: path, password: password))
        } catch { throw ClientError(error) }
    }

    /// Puts a signature into an unsigned envelope and leaves every other byte as it is.
    public func sign(_ unsigned: [UInt8]) throws(ClientError) -> [UInt8] {
        do throws(SignatureError) { return try signer.sign(unsigned) } catch { throw ClientError(error) }
    }
}
