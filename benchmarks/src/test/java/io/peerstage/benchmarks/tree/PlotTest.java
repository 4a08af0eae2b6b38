package io.peerstage.benchmarks.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class PlotTest {
    @Test
    void a_picture_is_well_formed_and_names_its_axes_with_their_units() throws Exception {
        var svg = Plot.of("Waits", "wait (seconds)", List.of(new Plot.Line("median", Map.of(100, 0.5, 1_000, 1.5))));
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(document.getDocumentElement().getTextContent())
                .contains("wait (seconds)", "audience (viewers)", "median", "Waits");
    }
}
