package vpceguard.cli.template;

import java.util.Optional;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;

/// An endpoint that a template declares, or what may be one or be for one.
///
/// @param name its logical id in CloudFormation, its address in Terraform
/// @param isEndpoint whether it surely is one, even of a type that is not known
/// @param type empty where it is not known
/// @param service empty where it is not known before the template is deployed
public record Declared(
        String name, boolean isEndpoint, Optional<EndpointType> type, Optional<ServiceName> service, Written policy) {

    /// What the template says of the endpoint's policy.
    public sealed interface Written {
        /// The whole policy.
        record Text(String policy) implements Written {}

        /// No word: the endpoint gets AWS's default.
        record Nothing() implements Written {}

        /// Something that is not known before the template is deployed.
        ///
        /// @param reason which part of it, lower case, with text from outside quoted
        record NotKnown(String reason) implements Written {}
    }
}
