package io.peerstage.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleGraphTest {
    private static final String MAP = "{\"imports\": {\"lib\": \"/lib/1/index.js\", \"lib/\": \"/lib/1/\"}}";

    @Test
    void finds_what_modules_need_before_they_run_and_each_once() {
        var graph = new ModuleGraph(
                MAP,
                Map.of(
                        "/app/main.js",
                        """
                        import './parts/a.js';
                        import { b,
                          c } from '../client/b.js';
                        const later = () => import('./pages/later.js');
                        """,
                        "/app/parts/a.js",
                        "import { html as h } from 'lib';\nexport * from './../main.js';",
                        "/client/b.js",
                        "import*as t from\"lib/deep/d.js\";import\"lib\";export const from = 'x';",
                        "/lib/1/index.js",
                        "import{a}from\"./deep/d.js\";export*from\"./deep/e.js\"",
                        "/lib/1/deep/d.js",
                        "export const a = 1;",
                        "/lib/1/deep/e.js",
                        "export default class {}")::get);
        assertThat(graph.of(List.of("/app/main.js")))
                .containsExactly(
                        "/app/main.js",
                        "/app/parts/a.js",
                        "/lib/1/index.js",
                        "/lib/1/deep/d.js",
                        "/lib/1/deep/e.js",
                        "/client/b.js");
    }
}
