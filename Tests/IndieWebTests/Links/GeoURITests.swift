import IndieWeb
import Testing

@Suite("geo: addresses (RFC 5870)")
struct GeoURITests {
    @Test(
        "numbers keep their text, parameters are understood where they say something",
        arguments: [
            ("geo:52.1,4.5", ["52.1", "4.5", nil, nil, nil]), ("GEO:-52.10,4,12.5", ["-52.10", "4", "12.5", nil, nil]),
            ("geo:52.1,4.5;u=35", ["52.1", "4.5", nil, nil, nil]),
            ("geo:52.1,4.5;crs=wgs84;u=35;name=Caf%C3%A9%3B%20x", ["52.1", "4.5", nil, "Café; x", nil]),
            ("geo:52.1,4.5;name=A;url=https://a.example/?b=c", ["52.1", "4.5", nil, "A", "https://a.example/"]),
            ("geo:52.1,4.5?z=11", ["52.1", "4.5", nil, nil, nil]),
            ("geo:90,-180;name=", ["90", "-180", nil, nil, nil]),
            ("geo:0,0;name=%FF;u", ["0", "0", nil, nil, nil]),
            // As programs write numbers.
            ("geo:5.2e-5,4.5", ["5.2e-5", "4.5", nil, nil, nil]), ("geo:52.1, 4.5", ["52.1", "4.5", nil, nil, nil]),
            (" geo: 52.1 ,4.5", ["52.1", "4.5", nil, nil, nil]), ("geo:+52.1,.5", ["+52.1", ".5", nil, nil, nil]),
            ("geo:052.1,-004.5", ["052.1", "-004.5", nil, nil, nil]),
            ("geo:52.1,4.5,null", ["52.1", "4.5", nil, nil, nil]), ("geo:1,2,", ["1", "2", nil, nil, nil]),
        ]
    )
    func read(text: String, expected: [String?]) throws {
        let geo = try #require(GeoURI(text))
        #expect([geo.latitude, geo.longitude, geo.altitude, geo.name, geo.url] == expected)
    }

    @Test(
        "what is no place is none",
        arguments: [
            "", "geo:", "geo:1", "geo:1,", "geo:1,2,3,4", "geo:a,b", "geo:91,0", "geo:0,181", "geo:null,null",
            "geo:nan,0", "geo:0,inf", "geo:0x1p3,0", "1,2", "https://a.example/", "geo:٥,1",
        ]
    )
    func refused(text: String) {
        #expect(GeoURI(text) == nil)
    }
}
