package io.peerstage;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may know what. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.peerstage");
    private static final Pattern SCHEMA = Pattern.compile("\\b(profiles|streams|signaling|gateway)\\.[a-z_]+");
    private static final Map<String, String> SCHEMA_OF = Map.of(
            "profiles-service", "profiles",
            "streams-service", "streams",
            "signaling-service", "signaling",
            "gateway", "gateway");

    /** The one exception, docs/decisions/0007. */
    private static final Map<String, String> READS_ANOTHERS = Map.of("PostgresRoomOwners.java", "signaling");

    @Test
    void the_modules_know_each_other_as_the_house_is_drawn() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.peerstage..")
                .layer("contract")
                .definedBy("io.peerstage.contract..")
                .layer("wallet")
                .definedBy("io.peerstage.wallet..")
                .layer("runtime")
                .definedBy("io.peerstage.runtime..")
                .layer("testkit")
                .definedBy("io.peerstage.testkit..")
                .layer("profiles")
                .definedBy("io.peerstage.profiles..")
                .layer("streams")
                .definedBy("io.peerstage.streams..")
                .layer("signaling")
                .definedBy("io.peerstage.signaling..")
                .layer("gateway")
                .definedBy("io.peerstage.gateway..")
                .layer("standalone")
                .definedBy("io.peerstage.standalone..")
                .whereLayer("standalone")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("testkit")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("profiles")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("streams")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("signaling")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("gateway")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("wallet")
                .mayOnlyBeAccessedByLayers("gateway", "testkit")
                .whereLayer("contract")
                .mayNotAccessAnyLayer()
                .whereLayer("wallet")
                .mayOnlyAccessLayers("contract")
                .whereLayer("runtime")
                .mayOnlyAccessLayers("contract")
                .check(PRODUCT);
    }

    @Test
    void the_contract_knows_neither_vertx_nor_a_database_nor_files() {
        noClasses()
                .that()
                .resideInAPackage("io.peerstage.contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.sql..", "java.io..", "java.nio.file..")
                .check(PRODUCT);
    }

    @Test
    void only_the_gateway_and_the_management_endpoint_speak_http() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.peerstage.gateway..")
                .and()
                .doNotHaveFullyQualifiedName("io.peerstage.runtime.Management")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.ext.web..")
                .check(PRODUCT);
    }

    @Test
    void only_stores_and_the_runtime_speak_sql() {
        DescribedPredicate<JavaClass> store =
                simpleNameStartingWith("Postgres").or(resideInAPackage("io.peerstage.runtime.."));
        noClasses()
                .that(DescribedPredicate.not(store).and(DescribedPredicate.not(nestedIn("Postgres"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.sqlclient..")
                .check(PRODUCT);
    }

    private static DescribedPredicate<JavaClass> nestedIn(String prefix) {
        return DescribedPredicate.describe(
                "nested in a class named " + prefix + "…",
                type -> type.getEnclosingClass()
                        .map(outer -> outer.getSimpleName().startsWith(prefix))
                        .orElse(false));
    }

    @Test
    void what_decides_who_feeds_whom_knows_no_vertx_no_clock_and_no_chance() {
        noClasses()
                .that()
                .haveSimpleName("Room")
                .or()
                .haveSimpleName("Roster")
                .or()
                .haveSimpleName("Peer")
                .or()
                .haveSimpleName("Move")
                .or()
                .haveSimpleName("Show")
                .or()
                .haveSimpleName("Feeding")
                .or()
                .haveSimpleName("Lobby")
                .or()
                .haveSimpleName("Chat")
                .or()
                .haveSimpleName("Crowd")
                .or()
                .haveSimpleName("Interruptions")
                .or()
                .haveSimpleName("RelayOnly")
                .or()
                .haveSimpleName("Seating")
                .and()
                .resideInAPackage("io.peerstage.signaling..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(PRODUCT);
    }

    @Test
    void no_two_packages_need_each_other() {
        slices().matching("io.peerstage.(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void names_say_what_a_class_is() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Base|Abstract[A-Z].*)$")
                .check(PRODUCT);
    }

    /** A schema is read and written by its own service alone. */
    @ParameterizedTest
    @ValueSource(strings = {"profiles-service", "streams-service", "signaling-service", "gateway"})
    void a_service_names_no_table_of_another(String module) throws IOException {
        for (var file : files(Path.of("..", module, "src", "main"))) {
            var text = Files.readString(file);
            if (file.toString().endsWith(".sql")
                    || text.contains("SELECT ")
                    || text.contains("UPDATE ")
                    || text.contains("INSERT ")) {
                var schemas = SCHEMA.matcher(sql(file, text))
                        .results()
                        .map(match -> match.group(1))
                        .distinct()
                        .toList();
                assertThat(schemas)
                        .as(file.toString())
                        .isSubsetOf(
                                READS_ANOTHERS.getOrDefault(file.getFileName().toString(), SCHEMA_OF.get(module)));
            }
        }
    }

    /** Of a Java file only its text blocks and quoted statements. */
    private static String sql(Path file, String text) {
        if (file.toString().endsWith(".sql")) {
            return text;
        }
        var quoted = new StringBuilder();
        Pattern.compile("\"\"\"(.*?)\"\"\"|\"([^\"\\n]*(?:SELECT|UPDATE|INSERT|DELETE)[^\"\\n]*)\"", Pattern.DOTALL)
                .matcher(text)
                .results()
                .forEach(match -> quoted.append(match.group()).append('\n'));
        return quoted.toString();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(file ->
                            file.toString().endsWith(".java") || file.toString().endsWith(".sql"))
                    .toList();
        }
    }
}
