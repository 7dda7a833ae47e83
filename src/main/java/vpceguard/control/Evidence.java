package vpceguard.control;

import vpceguard.json.Json;

/// What a finding rests on.
///
/// @param pointer the place in the policy document or in DescribeVpcEndpoints' answer
/// @param observed what stands there
/// @param expected what should
public record Evidence(String pointer, String observed, String expected) {
    public Json.Obj json() {
        return Json.object()
                .put("pointer", pointer)
                .put("observed", observed)
                .put("expected", expected)
                .build();
    }
}
