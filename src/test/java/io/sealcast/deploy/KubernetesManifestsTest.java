package io.sealcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parses the manifests strictly into Kubernetes' own types: an unknown field is an error. */
class KubernetesManifestsTest {
  private static final Path ROOT = Path.of("deploy/kubernetes");
  private static final String KUSTOMIZATION = "kustomization.yaml";
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1 ServiceAccount", ServiceAccount.class,
          "v1 ConfigMap", ConfigMap.class,
          "v1 Service", Service.class,
          "apps/v1 Deployment", Deployment.class,
          "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
          "networking.k8s.io/v1 Ingress", Ingress.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
          "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                /** Disables the types' own handling of unknown fields, which would ignore them. */
                @Override
                public Boolean hasAnySetter(Annotated where) {
                  return Boolean.FALSE;
                }
              });

  private static final List<HasMetadata> all = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    for (Path file : files()) {
      if (!file.endsWith(KUSTOMIZATION)) {
        all.addAll(read(Files.readString(file)));
      }
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).toList();
    }
  }

  private static List<HasMetadata> read(String text) throws IOException {
    List<HasMetadata> found = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(text)) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
        assertThat(KINDS).containsKey(kind);
        found.add(YAML.treeToValue(document, KINDS.get(kind)));
      }
    }
    return found;
  }

  @Test
  void hasNoFieldThatKubernetesDoesNotKnow() {
    assertThat(all).hasSizeGreaterThan(8).allSatisfy(o -> assertThat(name(o)).isNotBlank());
  }

  /** Tests that the parsing is strict. */
  @Test
  void wouldRefuseAMisspeltField() {
    String misspelt =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n"
            + "spec: {template: {spec: {containers: [{name: x, readinesProbe: {}}]}}}\n";
    assertThatThrownBy(() -> read(misspelt))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("readinesProbe");
  }

  @Test
  void eachListNamesWhatIsThereAndAll() throws IOException {
    for (Path file : files().stream().filter(f -> f.endsWith(KUSTOMIZATION)).toList()) {
      JsonNode list = YAML.readTree(file.toFile());
      Set<Path> named = new TreeSet<>();
      list.path("resources").forEach(r -> named.add(file.resolveSibling(r.asText()).normalize()));
      list.path("patches")
          .forEach(p -> named.add(file.resolveSibling(p.path("path").asText()).normalize()));
      assertThat(named).isNotEmpty().allSatisfy(p -> assertThat(p).exists());
      try (Stream<Path> there = Files.list(file.getParent())) {
        assertThat(named)
            .containsAll(
                there.filter(f -> !f.endsWith(KUSTOMIZATION)).map(Path::normalize).toList());
      }
    }
  }

  @Test
  void everySettingIsOneThatIsDocumented() throws IOException {
    String documented = Files.readString(Path.of("docs/configuration.md"));
    Set<String> used = new TreeSet<>();
    only(ConfigMap.class).forEach(map -> used.addAll(map.getData().keySet()));
    containers().forEach(c -> c.getEnv().forEach(e -> used.add(e.getName())));
    assertThat(used).hasSizeGreaterThan(10);
    assertThat(used).allSatisfy(name -> assertThat(documented).contains("`" + name + "`"));
  }

  @Test
  void everyContainerIsHeldShort() {
    assertThat(containers()).hasSize(3);
    for (Deployment deployment : only(Deployment.class)) {
      PodSpec pod = deployment.getSpec().getTemplate().getSpec();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getAutomountServiceAccountToken()).isFalse();
      assertThat(pod.getVolumes()).extracting(Volume::getEmptyDir).doesNotContainNull();
    }
    for (Container container : containers()) {
      assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container.getResources().getLimits()).containsKey("memory");
      assertThat(
              Stream.of(
                      container.getStartupProbe(),
                      container.getLivenessProbe(),
                      container.getReadinessProbe())
                  .map(Probe::getHttpGet)
                  .filter(Objects::nonNull)
                  .map(get -> get.getPath()))
          .containsExactly("/health/started", "/health/live", "/health/ready");
    }
  }

  @Test
  void everySelectorFindsSomething() {
    List<Map<String, String>> pods =
        only(Deployment.class).stream()
            .map(d -> d.getSpec().getTemplate().getMetadata().getLabels())
            .toList();
    assertThat(only(Service.class))
        .hasSize(3)
        .allSatisfy(
            s ->
                assertThat(pods)
                    .anyMatch(p -> p.entrySet().containsAll(s.getSpec().getSelector().entrySet())));
    assertThat(only(PodDisruptionBudget.class))
        .hasSize(3)
        .allSatisfy(b -> assertThat(pods).contains(b.getSpec().getSelector().getMatchLabels()));
    assertThat(only(NetworkPolicy.class))
        .hasSize(2)
        .allSatisfy(n -> assertThat(pods).contains(n.getSpec().getPodSelector().getMatchLabels()));
    assertThat(only(HorizontalPodAutoscaler.class))
        .allSatisfy(
            h ->
                assertThat(only(Deployment.class))
                    .extracting(KubernetesManifestsTest::name)
                    .contains(h.getSpec().getScaleTargetRef().getName()));
  }

  /** Files of strangers are read there. A destination that isn't named would be every one. */
  @Test
  void whatPreparesVideosReachesNamedDestinationsOnly() {
    assertThat(only(Deployment.class))
        .filteredOn(d -> roles(d).matches(".*(transcoder|processor).*"))
        .extracting(KubernetesManifestsTest::name)
        .containsExactly("sealcast-transcoder");
    for (NetworkPolicy policy : only(NetworkPolicy.class)) {
      assertThat(policy.getSpec().getPolicyTypes()).contains("Egress");
      assertThat(policy.getSpec().getEgress())
          .isNotEmpty()
          .allSatisfy(
              rule -> {
                assertThat(rule.getTo()).isNotEmpty().allMatch(KubernetesManifestsTest::isNamed);
                assertThat(rule.getPorts()).isNotEmpty();
              });
    }
    assertThat(only(NetworkPolicy.class))
        .anyMatch(policy -> policy.getSpec().getPolicyTypes().contains("Ingress"));
  }

  /** Whether a destination is within the cluster, or a network that is smaller than all. */
  private static boolean isNamed(NetworkPolicyPeer peer) {
    return peer.getIpBlock() == null
        ? peer.getNamespaceSelector() != null || peer.getPodSelector() != null
        : !peer.getIpBlock().getCidr().endsWith("/0");
  }

  private static String roles(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
        .filter(variable -> variable.getName().equals("SEALCAST_ROLES"))
        .map(variable -> variable.getValue())
        .findFirst()
        .orElse("");
  }

  @Test
  void noSecretStandsHere() {
    for (Container container : containers()) {
      container.getEnv().stream()
          .filter(e -> e.getName().matches(".*(KEY|PASSWORD|TOKEN).*"))
          .forEach(
              e -> {
                assertThat(e.getValue()).isNull();
                assertThat(e.getValueFrom().getSecretKeyRef()).isNotNull();
              });
    }
    only(ConfigMap.class)
        .forEach(
            map ->
                assertThat(map.getData().keySet())
                    .noneMatch(k -> k.matches(".*(_KEY|PASSWORD|TOKEN)")));
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static <T> List<T> only(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static List<Container> containers() {
    return only(Deployment.class).stream()
        .flatMap(d -> d.getSpec().getTemplate().getSpec().getContainers().stream())
        .toList();
  }
}
