// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
package import AxisVXP

extension VXPDesk: VXPAnswering {
    /// Who calls; asked before any body is read.
    package func authenticate(_ call: VXPSignedCall) async -> Result<VXPCaller, VXPError> {
        do {
            return .success(try authenticator.authenticate(call, at: clock.now()))
        } catch {
            return .failure(
                VXPError(
                    .notAuthenticated,
                    english: error.english,
                    vietnamese: error.vietnamese,
                    cause: error.retryAfter == nil ? .forbidden : .rateLimited
                )
            )
        }
    }

    /// Answers a request whose caller is known.
    package func answer(_ request: VXPRequest) async throws(VXPError) -> VXPReply {
        let (caller, parameters) = (request.caller, request.parameters)
        if request.method.body == .ignored { await discard(request.body) }
        switch request.method {
        case .sendEdoc:
            guard let body = request.body else { throw Self.emptyBody }
            return .json(try await send(caller, parameters, try await checked(body, parameters)))
        case .getReceivedEdocList: return .json(try await received(caller, try VXPQuestion(parameters)))
        case .countReceiveEdoc: return .json(try await countReceived(caller, VXPQuestion(asksStatus: false)))
        case .countReceiveStatus: return .json(try await countReceived(caller, VXPQuestion(asksStatus: true)))
        case .getEdoc: return .encoded(try await open(caller, docID: parameters.documentID))
        case .downloadEdoc: return .raw(try await open(caller, docID: parameters.documentID))
        case .updateStatus:
            let answer = try await update(
                caller,
                docIDs: parameters.documentIDs,
                status: parameters.status,
                description: parameters.description
            )
            return .json(answer)
        case .getSentEdocList:
            return .json(try await sent(caller, docID: parameters.documentID, try VXPQuestion(parameters)))
        case .getAgenciesList: return .json(try await agencies(.all))
        case .getAgenciesListQD20: return .json(try await agencies(.qd20(asked: parameters.level)))
        case .getSynchronizeUnit: return .json(try await agencies(.synchronize))
        case .registerAgency:
            guard case .bytes(let bytes) = request.body else {
                await discard(request.body)
                throw Self.emptyBody
            }
            return .json(try await register(caller, body: bytes))
        case .deleteAgency: return .json(try await delete(caller, code: parameters.agencyCode))
        }
    }

    /// The body, once it is the file that the signed header names: nothing else ties the two together.
    private func checked(_ body: ReceivedBody, _ parameters: VXPParameters) async throws(VXPError) -> ReceivedBody {
        guard let hash = parameters.fileHash else {
            await discard(body)
            throw .missing("hash-file")
        }
        if FileHash.matches(hash, body.sha256) { return body }
        await discard(body)
        throw .hashDiffers
    }

    private static let emptyBody = VXPError(
        .fileInvalid,
        english: "the body is empty; send the file",
        vietnamese: "nội dung rỗng; hãy gửi kèm tệp"
    )
}
