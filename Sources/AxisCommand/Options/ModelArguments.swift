// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import AxisModel

extension Identifier: ExpressibleByArgument {
    /// Reads the 36-character form.
    public init?(argument: String) { self.init(argument) }
}

extension UnitPattern: ExpressibleByArgument {
    /// Reads `CODE` or `CODE.*`.
    public init?(argument: String) { self.init(argument) }
}

extension DeliveryState: ExpressibleByArgument {}
extension EnvelopeKind: ExpressibleByArgument {}
extension UnitState: ExpressibleByArgument {}
extension Indicator: ExpressibleByArgument {}
extension AgencyCode.Kind: ExpressibleByArgument {}
