package vpceguard.event;

import java.util.Optional;
import vpceguard.event.EndpointChange.Created;
import vpceguard.event.EndpointChange.Modified;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointId;

/// Finds the endpoint and the settings that a call named, inside the wrappers that CloudTrail puts around EC2's
/// parameters and answers.
final class ChangeReader {
    /// Of a wrapper: its name stands in the pointer of every member, so a huge one would cost its square.
    private static final int LONGEST_NAME = 100;

    private ChangeReader() {}

    /// Only the answer names an endpoint that was just made.
    static Parsed<EndpointChange> created(Value detail, Origin origin) {
        var answer = detail.get("responseElements");
        if (answer.isAbsent() || isOmitted(answer)) {
            return unnamed(answer, "the response was omitted");
        }
        return unwrapped(answer, "CreateVpcEndpointResponse", "vpcEndpoint")
                .then(response -> endpointId(response.get("vpcEndpoint", "vpcEndpointId")))
                .map(endpoint -> new Created(origin, endpoint, setPolicy(detail.get("requestParameters"))));
    }

    /// Whether a request has a policy; empty where CloudTrail left the parameters out.
    private static Optional<Boolean> setPolicy(Value parameters) {
        return isOmitted(parameters)
                ? Optional.empty()
                : unwrapped(parameters, "CreateVpcEndpointRequest", "ServiceName", "serviceName")
                        .orEmpty()
                        .map(request -> !request.get("PolicyDocument").isAbsent()
                                || !request.get("policyDocument").isAbsent());
    }

    /// Only the request names an endpoint that was changed: the answer is `true`, and `vpcEndpointId` at the record's
    /// top is the endpoint that the call came through.
    static Parsed<EndpointChange> modified(Value detail, Origin origin) {
        var parameters = detail.get("requestParameters");
        var request = unwrapped(parameters, "ModifyVpcEndpointRequest", "vpcEndpointId", "VpcEndpointId")
                .then(ModifyRequest::of);
        var endpoint = request.then(known -> endpointId(known.endpoint()));
        if (isLeftOut(parameters)) {
            return endpoint instanceof Ok<EndpointId>(var id)
                    ? new Ok<>(new Modified(origin, id, new Touched.Everything()))
                    : unnamed(parameters, "request parameters were omitted");
        }
        boolean isSure = detail.get("errorCode").isAbsent();
        return endpoint.then(id -> request.then(ModifyRequest::touched)
                .map(touched -> new Modified(origin, id, isSure ? touched : touched.withoutPolicy())));
    }

    static boolean isLeftOut(Value parameters) {
        return parameters.isAbsent() || isOmitted(parameters);
    }

    /// Whether EC2 answered that it did not change the endpoint; `_return` is how older records spell it.
    static boolean answeredFalse(Value detail) {
        var answer = unwrapped(detail.get("responseElements"), "ModifyVpcEndpointResponse", "return", "_return");
        return answer instanceof Ok<Value>(var response)
                && (isFalse(response.get("return")) || isFalse(response.get("_return")));
    }

    private static boolean isFalse(Value value) {
        return !value.isAbsent() && value.truth().equals(new Ok<>(false));
    }

    /// CloudTrail leaves out what is larger than 100 KB: `{"reason":…,"omitted":"true","originalSize":…}`.
    private static boolean isOmitted(Value value) {
        return value.get("omitted").truth().equals(new Ok<>(true));
    }

    private static Parsed<EndpointChange> unnamed(Value value, String why) {
        return new Malformed<>(value.at(), why + ", so the endpoint is not named; the sweep will find it");
    }

    private static Parsed<EndpointId> endpointId(Value value) {
        return value.texts()
                .then(ids -> ids.size() == 1
                        ? endpointId(value.at(), ids.iterator().next())
                        : value.refused("an endpoint id"));
    }

    private static Parsed<EndpointId> endpointId(JsonPointer at, String text) {
        return EndpointId.of(text)
                .<Parsed<EndpointId>>map(Ok::new)
                .orElseGet(() -> new Malformed<>(at, "expected an endpoint id: " + Quoted.of(text)));
    }

    /// What stands in the wrapper: the child of that name; the value itself if it holds one of the members looked for,
    /// as EC2's older records do; else the only child that is an object, since some wrappers are abbreviated
    /// (`DelTGwVpcAttachReq`).
    private static Parsed<Value> unwrapped(Value value, String wrapper, String... members) {
        if (!(value.json() instanceof Json.Obj(var children))) {
            return value.refused("an object");
        }
        if (!value.get(wrapper).isAbsent()) {
            var child = value.get(wrapper);
            return child.isObject() ? new Ok<>(child) : child.refused("an object");
        }
        for (var member : members) {
            if (!value.get(member).isAbsent()) {
                return new Ok<>(value);
            }
        }
        var objects = children.keySet().stream()
                .filter(name -> name.length() <= LONGEST_NAME)
                .map(value::get)
                .filter(Value::isObject)
                .toList();
        return objects.size() == 1
                ? new Ok<>(objects.getFirst())
                : new Malformed<>(value.at(), "expected " + wrapper + ", found no object that could stand for it");
    }
}
