// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisXML
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import AxisSignature

@Suite struct EnvelopeSignatureTests {
    /// A document signed with P-256, and who signed it.
    static func signed() throws -> (text: String, identity: SigningIdentity) {
        let identity = try Authority().leaf()
        let signed = try EnvelopeSigner(identity: identity).sign(Vectors.bytes("document.xml"))
        return (AxisSignatureTests.text(signed), identity)
    }

    @Test(arguments: KeyTests.specifications)
    func `a signed document verifies and names its signer`(specification: PrivateKey.Specification) throws {
        let identity = try Authority().leaf(key: specification)
        let signed = try EnvelopeSigner(identity: identity).sign(Vectors.bytes("document.xml"))
        let verdict = try verify(signed)
        #expect(verdict.leaf == identity.certificate)
        #expect(verdict.intermediates.isEmpty)
        #expect(verdict.digestAlgorithm == (specification == .ec(.p384) ? .sha384 : .sha256))
    }

    @Test func `signing changes no byte around the signature`() throws {
        let (signed, _) = try Self.signed()
        let plain = try Vectors.bytes("document.xml")
        let start = try #require(signed.range(of: "<ds:Signature "))
        let end = try #require(signed.range(of: "</ds:Signature>"))
        #expect(String(signed[..<start.lowerBound] + signed[end.upperBound...]).bytes == plain)
        #expect(signed[end.upperBound...].hasPrefix("</edXML:edXMLHeader>"))
    }

    @Test func `verifying leaves the tree as it was`() throws {
        let (signed, _) = try Self.signed()
        let document = try XMLDocument(parsing: signed.bytes, limits: .native)
        let cache = CertificateCache()
        for _ in 0..<3 { _ = try EnvelopeSignature.verify(document, certificates: cache) }
        #expect(cache.count == 1)
    }

    @Test func `one certificate verifies and one key signs on many threads at once`() throws {
        let identity = try Authority().leaf()
        let signer = try EnvelopeSigner(identity: identity)
        let plain = try Vectors.bytes("document.xml")
        let trust = try TrustList(use: .sign, anchors: [identity.certificate])
        let cache = CertificateCache()
        let verified = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 400) { _ in
            guard let signed = try? signer.sign(plain),
                let document = try? XMLDocument(parsing: signed, limits: .native),
                let verdict = try? EnvelopeSignature.verify(document, certificates: cache),
                (try? trust.verify(leaf: verdict.leaf, at: now)) != nil
            else { return }
            verified.withLock { $0 += 1 }
        }
        #expect(verified.withLock { $0 } == 400)
        #expect(cache.count == 1)
    }

    @Test func `the end of the header is found in spite of its likenesses`() throws {
        let namespace = SignatureNames.edXML
        let document = """
            <?xml version='1.0'?>\r\n<e:edXML xmlns:e="\(namespace)"><!-- --><x a="/e:edXMLHeader>>"/>\
            <e:edXMLEnvelope a='/>"' ><x><e:edXMLHeader>no</e:edXMLHeader></x><y/><![CDATA[</e:edXMLHeader>]]>\
            <e:edXMLHeader\n><a><a/></a>text<![CDATA[]]></e:edXMLHeader
             ></e:edXMLEnvelope></e:edXML>
            """
        let bytes = document.replacingOccurrences(of: "<!-- -->", with: "").bytes
        let signed = try EnvelopeSigner(identity: Authority().leaf()).sign(bytes)
        #expect(text(signed).contains("</ds:Signature></e:edXMLHeader\n"))
        #expect(refusal { _ = try verify(signed) } == nil)
    }

    @Test func `a document that cannot carry the signature is not signed`() throws {
        let signer = try EnvelopeSigner(identity: Authority().leaf())
        let (signed, _) = try Self.signed()
        let plain = text(try Vectors.bytes("document.xml"))
        for document in [
            signed, "", "no xml", "<a/>", plain.replacingOccurrences(of: "edXMLHeader>", with: "Header>"),
            try plain.replacing(first: "</edXML:edXMLHeader>", with: "<edXML:Signature/></edXML:edXMLHeader>"),
            "<edXML xmlns='\(SignatureNames.edXML)'><edXMLEnvelope><edXMLHeader/></edXMLEnvelope></edXML>",
        ] {
            #expect(refusal { _ = try signer.sign(document.bytes) } == .form)
        }
        let curve = try Authority().leaf()
        #expect(refusal { _ = try EnvelopeSigner(identity: curve, digest: .sha512) } == .keyUnsupported)
    }

    @Test func `a document without a signature is told from one with decoration`() throws {
        let plain = text(try Vectors.bytes("document.xml"))
        func judge(_ element: String) throws -> SignatureError.Code? {
            let document = try plain.replacing(first: "</edXML:edXMLHeader>", with: element + "</edXML:edXMLHeader>")
            return refusal { _ = try verify(document.bytes) }
        }
        #expect(try judge("") == .missing)
        #expect(try judge("<edXML:DigitalSignature/>") == .missing)
        #expect(try judge("<edXML:DigitalSignature> </edXML:DigitalSignature>") == .missing)
        #expect(try judge("<edXML:DigitalSignature>x</edXML:DigitalSignature>") == .form)
        #expect(try judge("<Signature><SignedInfo/></Signature>") == .form)
        #expect(try judge("<edXML:Signature/>") == .form)
    }

    @Test func `any change of a byte is refused, or changes nothing that is signed`() throws {
        let (signed, _) = try Self.signed()
        let original = signed.bytes
        let plain = try canonical(original)
        var state: UInt64 = 20_180_712
        for _ in 0..<3000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var changed = original
            changed[Int(state >> 33) % changed.count] ^= UInt8(1 << (state >> 20 & 7))
            guard (try? verify(changed)) != nil else { continue }
            #expect(try canonical(changed) == plain)
        }
    }

    /// What the signature covers, as canonical text.
    private func canonical(_ bytes: [UInt8]) throws -> [UInt8] {
        let document = try XMLDocument(parsing: bytes, limits: .native)
        let form = try SignatureForm(in: document)
        var canonical: [UInt8] = []
        try document.withDetached(form.element) {
            try document.canonicalize { canonical.append(contentsOf: $0) }
        }
        return canonical
    }

    @Test func `a comment or a processing instruction is refused on any interface`() throws {
        let (signed, _) = try Self.signed()
        for insertion in ["<!---->", "<?x y?>"] {
            let document = try signed.replacing(first: "000.00.00.H98", with: "000.00\(insertion).00.H98")
            let parsed = try XMLDocument(parsing: document.bytes, limits: .lenient)
            #expect(
                refusal { _ = try EnvelopeSignature.verify(parsed, certificates: CertificateCache()) } == .form
            )
        }
        let beside = try XMLDocument(parsing: (signed + "<!-- after -->").bytes, limits: .lenient)
        #expect(refusal { _ = try EnvelopeSignature.verify(beside, certificates: CertificateCache()) } == .form)
    }

    @Test(.enabled(if: Command.exists("openssl"))) func `RSA of 1024 bits is too weak to be verified`() throws {
        let scratch = try Scratch()
        let made = try Command(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:1024",
            "-nodes",
            "-subj",
            "/CN=H98",
            "-keyout",
            scratch.file("a.key"),
            "-out",
            scratch.file("a.pem")
        )
        try #require(made.status == 0, "\(made.output)")
        let weak = try Certificate.load(file: scratch.file("a.pem"))[0]
        let identity = try Authority().leaf(key: .rsa(bits: 2048))
        let signed = text(try EnvelopeSigner(identity: identity).sign(Vectors.bytes("document.xml")))
        let document = try signed.replacing(
            first: Base64.encode(identity.certificate.der),
            with: Base64.encode(weak.der)
        )
        #expect(refusal { _ = try verify(document.bytes) } == .untrusted)
    }

    @Test func `another signer's certificate does not verify`() throws {
        let (signed, identity) = try Self.signed()
        let other = try Authority().leaf()
        let document = try signed.replacing(
            first: Base64.encode(identity.certificate.der),
            with: Base64.encode(other.certificate.der)
        )
        #expect(refusal { _ = try verify(document.bytes) } == .invalid)
    }

    @Test func `a key of another kind than the method names is refused`() throws {
        let (signed, identity) = try Self.signed()
        let rsa = try Authority().leaf(key: .rsa(bits: 2048))
        let document = try signed.replacing(
            first: Base64.encode(identity.certificate.der),
            with: Base64.encode(rsa.certificate.der)
        )
        #expect(refusal { _ = try verify(document.bytes) } == .form)
    }

    @Test func `certificates after the signer's are handed on, up to five in all`() throws {
        let (signed, identity) = try Self.signed()
        let own = "<ds:X509Certificate>\(Base64.encode(identity.certificate.der))</ds:X509Certificate>"
        let hints = """
            <ds:X509SubjectName>CN=somebody else</ds:X509SubjectName><ds:X509IssuerSerial><ds:X509IssuerName>x\
            </ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber></ds:X509IssuerSerial>
            """
        for count in 1...6 {
            let document = try signed.replacing(
                first: own,
                with: hints + String(repeating: own, count: count) + hints
            )
            let code = refusal {
                let verdict = try verify(document.bytes)
                #expect(verdict.intermediates.count == count - 1)
            }
            #expect(code == (count > 5 ? .form : nil))
        }
    }
}
