package io.peerstage.benchmarks;

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
        var across = new Plot.Across("audience (viewers)", true, List.of(100, 1_000, 10_000));
        var svg = Plot.of(
                "Waits", across, "wait (seconds)", List.of(new Plot.Line("median", Map.of(100, 0.5, 1_000, 1.5))));
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(document.getDocumentElement().getTextContent())
                .contains("wait (seconds)", "audience (viewers)", "median", "Waits");
    }

    @Test
    void a_logarithm_gives_each_decade_as_much_room_and_a_straight_scale_each_unit() {
        assertThat(new Plot.Across("viewers", true, List.of(100, 1_000, 10_000)).share(1_000))
                .isEqualTo(0.5);
        assertThat(new Plot.Across("milliseconds", false, List.of(0, 750, 3_000)).share(750))
                .isEqualTo(0.25);
    }
}
