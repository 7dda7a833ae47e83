package vpceguard.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vpceguard.cli.template.Declared.Written;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;

/// The endpoints among the resources of a CloudFormation template.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
record CloudFormation(Given given) {
    private static final String TYPE = "AWS::EC2::VPCEndpoint";
    /// Stands for a Region that is not known, so that the service in a name can be told from it.
    private static final String ANY_REGION = "any-region-1";

    /// What a loop or a macro makes of resources is not known, nor whether an endpoint is among it.
    List<Declared> declared(Json.Obj resources) {
        var all = new ArrayList<Declared>();
        resources.members().forEach((name, resource) -> {
            var type = resource.textAt("Type");
            if (name.startsWith("Fn::")) {
                all.add(notKnown(name, false, "what " + Quoted.of(name) + " makes is not known before it is deployed"));
            } else if (type.isEmpty() && Intrinsics.open(resource).isPresent()) {
                all.add(notKnown(name, false, "whether it is an endpoint is not known before it is deployed"));
            } else if (type.filter(TYPE::equals).isPresent()) {
                all.add(endpoint(name, resource));
            }
        });
        return all;
    }

    private static Declared notKnown(String name, boolean isEndpoint, String reason) {
        return new Declared(name, isEndpoint, Optional.empty(), Optional.empty(), new Written.NotKnown(reason));
    }

    private Declared endpoint(String name, Json resource) {
        var properties = new Intrinsics(given)
                .resolved(resource.at("Properties").orElse(Json.object().build()));
        if (!(properties instanceof Json.Obj(var members))
                || Intrinsics.isCall(properties)
                || Intrinsics.isCall(resource)) {
            return notKnown(name, true, "its properties are not known before it is deployed");
        }
        var type = Optional.ofNullable(members.get("VpcEndpointType"));
        if (type.filter(value -> value.text().isEmpty()).isPresent()) {
            return notKnown(name, true, "its type is not known before it is deployed");
        }
        var policy = Optional.ofNullable(members.get("PolicyDocument"))
                .map(CloudFormation::policy)
                .orElse(new Written.Nothing());
        var service = service(resource);
        return new Declared(
                name,
                true,
                Optional.of(type.flatMap(Json::text).map(EndpointType::new).orElse(EndpointType.GATEWAY)),
                service,
                service.isPresent() ? policy : new Written.NotKnown("its service is not known before it is deployed"));
    }

    private static Written policy(Json document) {
        return Intrinsics.open(document)
                .<Written>map(open -> new Written.NotKnown("the policy is not known before it is deployed: " + open))
                .orElseGet(
                        () -> new Written.Text(document.text().orElseGet(() -> JsonWriter.compact(ofTexts(document)))));
    }

    /// CloudFormation hands numbers and truths on as texts, so that an account id needs no quotes.
    private static Json ofTexts(Json value) {
        return switch (value) {
            case Json.Num(var literal) -> new Json.Str(literal);
            case Json.Bool(var truth) -> new Json.Str(Boolean.toString(truth));
            case Json.Arr(var items) ->
                new Json.Arr(items.stream().map(CloudFormation::ofTexts).toList());
            case Json.Obj(var members) -> {
                var texts = Json.object();
                members.forEach((name, member) -> texts.put(name, ofTexts(member)));
                yield texts.build();
            }
            case Json.Str _, Json.Null _ -> value;
        };
    }

    /// What stands for the service, also where an endpoint leads to a resource or a service network.
    private Optional<ServiceName> service(Json resource) {
        var anywhere = new Given(given.account(), given.region().or(() -> Optional.of(ANY_REGION)), given.partition());
        var properties =
                new Intrinsics(anywhere).resolved(resource.at("Properties").orElse(new Json.Null()));
        return properties
                .textAt("ServiceName")
                .or(() -> properties.textAt("ResourceConfigurationArn"))
                .or(() -> properties.textAt("ServiceNetworkArn"))
                .map(ServiceName::new)
                .map(name -> name.region().filter(ANY_REGION::equals).isPresent()
                        ? new ServiceName(name.shortName())
                        : name);
    }
}
